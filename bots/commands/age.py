"""How far back somebody wants to look: ``--since 7d``."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from core.errors import UserFacingError

_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def since(words: Sequence[str], command: str, usual: str) -> datetime:
    """The moment that words name; raises UserFacingError, with the command, for what is none."""
    said = " ".join(words).removeprefix("--since").strip(" =") or usual
    match = re.fullmatch(r"([1-9][0-9]{0,3})\s*([mhdw])[a-z]*", said)
    if match is None:
        raise UserFacingError(f"Write how far back: /dataops {command} --since {usual} (or 12h, 30m, 4w).")
    return datetime.now(UTC) - timedelta(**{_UNITS[match[2]]: int(match[1])})
