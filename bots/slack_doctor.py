"""``dataops doctor slack``: whether the Slack door can work, tried by asking Slack. No secret is printed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.arrivals.delivery import PLATFORM
from adapters.slack.client import API_URL, once
from adapters.slack.http import PATH
from adapters.slack.refusal import refusal
from bots.slack_installs_doctor import check_installing, check_workspaces
from bots.slack_manifest import SCOPES
from bots.slack_policy import opened
from bots.slack_workspaces import installs
from core.access.policy_file import load_policy
from core.chat.plain_text import printable
from core.errors import UserFacingError
from core.settings import Settings, load_settings
from core.telemetry import log_to_stderr

SETTINGS = (
    "slack_bot_token",
    "slack_signing_secret",
    "slack_app_token",
    "slack_client_id",
    "slack_client_secret",
    "slack_api_url",
    "dataops_policy",
    "dataops_public_url",
    "dataops_encryption_key",
)
"""Those that decide how the door works."""


PROOF = (
    "whether the secret is right, only a delivery proves: have Slack verify the address under Event "
    "Subscriptions while the service runs, which fails with a wrong one"
)
"""Slack has no call that takes a signing secret."""


@dataclass(frozen=True, slots=True)
class Bot:
    """Whom a token belongs to, and what it may do."""

    name: str
    team: str
    team_name: str
    scopes: frozenset[str] | None


def run_slack_doctor() -> int:
    """Print the settings of the door, then try each part; the exit code is 1 if a part does not work."""
    log_to_stderr()
    try:
        settings = load_settings()
    except UserFacingError as error:
        print(f"FAIL  {error}")
        return 1
    return asyncio.run(_examine(settings))


async def _examine(settings: Settings) -> int:
    print("Settings")
    for name in SETTINGS:
        state = "set" if name in settings.model_fields_set else "not set"
        print(f"  {name.upper():<22} {state:<8} {Settings.model_fields[name].description}")
    print("\nParts")
    results = [await _checked(name, check, settings) for name, check in slack_parts(settings).items()]
    return 0 if all(results) else 1


Check = Callable[[Settings], Awaitable[str]]


def slack_parts(settings: Settings) -> dict[str, Check]:
    """The checks that these settings ask for, by name. Each says what is so, or raises what is wrong."""
    parts: dict[str, Check] = {}
    if settings.slack_bot_token is not None or not installs(settings):
        parts["token"] = _token
    if settings.slack_bot_token is not None:
        parts |= {"scopes": _scopes, "access": _access}
    if installs(settings):
        parts |= {"installing": check_installing, "workspaces": check_workspaces}
    parts["deliveries"] = _deliveries
    if settings.slack_app_token is not None:
        parts["socket mode"] = _socket_mode
    return parts


async def _checked(name: str, check: Check, settings: Settings) -> bool:
    """Try one part and print how it went."""
    try:
        print(f"  ok    {name}: {await check(settings)}")
    except UserFacingError as error:
        reason = str(error)
    except SlackApiError as error:
        reason = f"Slack says {refusal(error)}"
    except (ClientError, TimeoutError, OSError):
        reason = "Slack cannot be reached; check the network and SLACK_API_URL"
    else:
        return True
    print(f"  FAIL  {name}: {reason}")
    return False


async def _bot(settings: Settings) -> Bot:
    """Ask Slack whom the token belongs to; raises UserFacingError, SlackApiError or ClientError."""
    token = settings.slack_bot_token
    if token is None:
        raise UserFacingError("SLACK_BOT_TOKEN is not set, so this door stays closed")
    who = await once(token.get_secret_value(), settings.slack_api_url or API_URL).auth_test()
    if not who.get("bot_id"):
        raise UserFacingError("SLACK_BOT_TOKEN is a person's token; take the bot's (xoxb-…)")
    team, name = str(who["team_id"]), printable(str(who.get("user")))
    return Bot(name, team, printable(str(who.get("team"))), _granted(who))


def _granted(who: AsyncSlackResponse) -> frozenset[str] | None:
    """The scopes that came along; None where the server tells none, as Slack itself always does."""
    told = {name.lower(): value for name, value in who.headers.items()}.get("x-oauth-scopes")
    return None if told is None else frozenset(each.strip() for each in told.split(",") if each.strip())


async def _token(settings: Settings) -> str:
    bot = await _bot(settings)
    return f"{bot.name} in {bot.team_name} ({bot.team})"


async def _scopes(settings: Settings) -> str:
    granted = (await _bot(settings)).scopes
    if granted is None:
        return "the server at SLACK_API_URL does not tell which were granted"
    missing, more = sorted(SCOPES.keys() - granted), sorted(granted - SCOPES.keys())
    if missing:
        raise UserFacingError(
            f"{', '.join(missing)} missing; enter what `dataops manifest slack` prints, install the app again"
        )
    beside = f"; not needed: {printable(', '.join(more))}" if more else ""
    return f"all {len(SCOPES)} that are needed{beside}"


async def _access(settings: Settings) -> str:
    """Whether the policy lets anybody in this workspace do anything."""
    if settings.dataops_policy is None:
        raise UserFacingError("DATAOPS_POLICY is not set, and the demo's policy names nobody in Slack")
    policy, team = load_policy(settings.dataops_policy), (await _bot(settings)).team
    found = opened(policy, team)
    if not found.to_somebody:
        raise UserFacingError(
            f"the policy names {found.people} people and {found.channels} channels of this workspace, so "
            f"nobody may do anything; name {PLATFORM}:{team}:U… under people and {PLATFORM}:{team}:C… under "
            "channels"
        )
    beside = f"; {found.foreign} of another workspace have no effect" if found.foreign else ""
    return f"{found}{beside}"


async def _deliveries(settings: Settings) -> str:
    """By which ways something can come in."""
    ways = []
    if settings.slack_signing_secret is not None:
        address = settings.dataops_public_url or "https://HOST"
        ways.append(f"signed, at {address.rstrip('/')}{PATH} ({PROOF})")
    if settings.slack_app_token is not None:
        ways.append("Socket Mode")
    if not ways:
        raise UserFacingError("nothing can come in; set SLACK_SIGNING_SECRET or SLACK_APP_TOKEN")
    return " and ".join(ways)


async def _socket_mode(settings: Settings) -> str:
    """Ask for a connection, and leave it unused."""
    token = settings.slack_app_token.get_secret_value() if settings.slack_app_token else ""
    await once(token, settings.slack_api_url or API_URL).apps_connections_open(app_token=token)
    return "a connection can be opened"
