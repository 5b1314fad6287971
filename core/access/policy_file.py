"""The file that a policy begins with."""

from pathlib import Path

import yaml
from pydantic import ValidationError

from core.access.policy import Policy
from core.errors import UserFacingError


def load_policy(path: Path) -> Policy:
    """Read a policy file; raises UserFacingError saying what is wrong with it."""
    try:
        return Policy.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except OSError as error:
        raise UserFacingError(
            f"The policy {path} cannot be read ({error.strerror}); check DATAOPS_POLICY."
        ) from error
    except ValidationError as error:
        reason = "; ".join(_told(each["loc"], each["msg"]) for each in error.errors()[:3])
        raise _invalid(path, reason) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise _invalid(path, str(error)) from error


def policy_text(policy: Policy) -> str:
    """A policy as such a file; reading it again gives the same policy."""
    content = policy.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True)


def _told(place: tuple[int | str, ...], message: str) -> str:
    where = ".".join(map(str, place))
    return f"{where}: {message}" if where else message.removeprefix("Value error, ")


def _invalid(path: Path, reason: str) -> UserFacingError:
    said = " ".join(reason.split())[:300]
    return UserFacingError(f"The policy {path} is not valid: {said}. Correct it and start again.")
