"""``dataops doctor``: what is configured, what is missing, and what the default does instead."""

from collections.abc import Callable

from pydantic import SecretStr

from bots.access import DEMO_POLICY
from bots.stores_doctor import STORES
from core.access.policy_file import load_policy
from core.access.signing_secret import signing_secret
from core.command_names import NAMES
from core.errors import UserFacingError
from core.model.opening import prices_of
from core.model.providers import open_chat
from core.orchestrator.installed_workflows import open_registry
from core.setting_origins import setting_origins
from core.settings import Settings, load_settings
from core.telemetry import log_to_stderr


def run_doctor() -> int:
    """Print the settings, then try each part by using it; the exit code is 1 if a part does not work."""
    log_to_stderr()
    try:
        settings = load_settings()
        origins = setting_origins()
    except UserFacingError as error:
        print(f"FAIL  {error}")
        return 1
    print("Settings")
    for name in Settings.model_fields:
        print(f"  {_setting(settings, name, origins.get(name))}")
    print("\nParts")
    results = [_checked(name, check, settings) for name, check in PARTS.items()]
    return 0 if all(results) else 1


def _setting(settings: Settings, name: str, origin: str | None) -> str:
    """One setting: its state, where that is from, what it is for, and whether it has an effect."""
    is_set = origin is not None
    value = getattr(settings, name)
    shown = "***" if isinstance(value, SecretStr) else str(value)
    state = (
        f"= {shown} ({origin})" if is_set else f"not set ({shown})" if value not in (None, "") else "not set"
    )
    return f"{name.upper():<26} {state:<28} {Settings.model_fields[name].description}"


def _checked(name: str, check: Callable[[Settings], str], settings: Settings) -> bool:
    """Try one part and print how it went."""
    try:
        print(f"  ok    {name}: {check(settings)}")
    except (UserFacingError, OSError) as error:
        print(f"  FAIL  {name}: {error}")
        return False
    return True


def _policy(settings: Settings) -> str:
    policy = load_policy(settings.dataops_policy or DEMO_POLICY)
    which = settings.dataops_policy or "the demo's policy (set DATAOPS_POLICY for your own)"
    return f"{which}: {len(policy.people)} people, {len(policy.channels)} channels"


def _tokens(settings: Settings) -> str:
    if settings.jwt_secret is None:
        return "no JWT_SECRET; on this machine alone they are signed with a key in DATAOPS_HOME"
    signing_secret(settings, loopback=False)
    return f"signed with JWT_SECRET ({settings.jwt_algorithm})"


def _workflows(settings: Settings) -> str:
    registry = open_registry(settings, NAMES)
    if registry.problems:
        raise UserFacingError(
            "; ".join(f"{problem.source}: {problem.reason}" for problem in registry.problems)
        )
    return ", ".join(registry.list_workflows()) or "none found"


def _model(settings: Settings) -> str:
    chat = open_chat(settings)
    prices_of(settings)
    if chat is None:
        return "none; messages are understood by their words (BEDROCK_MODEL_ID names one on Amazon Bedrock)"
    return f"{chat.name} (dataops doctor model asks it a word); when it fails, words alone decide"


def _objects(settings: Settings) -> str:
    from botocore.exceptions import BotoCoreError
    from botocore.session import Session

    try:
        credentials = Session().get_credentials()
    except BotoCoreError as error:
        raise UserFacingError(f"the AWS credentials cannot be used ({error}); correct them.") from error
    if credentials is None:
        return "no AWS credentials found; inputs named s3://… are not read (attach files, or set them up)"
    where = f"({credentials.method}), region {settings.aws_region}"
    return f"AWS credentials found {where}; the policy says which objects are read"


def _doors(settings: Settings) -> str:
    there = settings.slack_bot_token or settings.slack_client_id
    slack = ", Slack (dataops doctor slack tries it)" if there else ""
    opened = settings.teams_app_id or settings.teams_allow_anonymous_loopback
    teams = ", Teams (dataops doctor teams tries it)" if opened else ""
    return f"the terminal (dataops ask), the browser (dataops serve){slack}{teams}"


PARTS: dict[str, Callable[[Settings], str]] = {
    **STORES,
    "access": _policy,
    "tokens": _tokens,
    "workflows": _workflows,
    "model": _model,
    "S3": _objects,
    "doors": _doors,
}
