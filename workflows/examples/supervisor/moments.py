"""Moments, as they stand in names of files, in listings and in people's words. All are taken for UTC."""

import re
from datetime import UTC, datetime, timedelta

_DAY = re.compile(
    r"(?<!\d)(20\d\d)([-_./]?)(\d\d)\2(\d\d)"  # 2026-11-02, 20261102
    r"(?:[T_ -]?([01]\d|2[0-3])[:.-]?([0-5]\d)(?:[:.-]?[0-5]\d)?)?(?!\d)"
)
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_./]?(0[1-9]|1[0-2])(?!\d)")
_COUNTER = re.compile(r"(?<=[-_.])\d+(?=[-_.]|$)")
_AS_OF = re.compile(r"\bas[ _]of\s+(20\d\d-\d\d-\d\d(?:[T ]\d\d:\d\d)?)", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def moment_in(name: str) -> datetime | None:
    """The day (and time) in a name, or the first day of the month in it."""
    match = _DAY.search(name)
    found = match and _moment(match[1], match[3], match[4], match[5] or "0", match[6] or "0")
    if found:
        return found
    month = _MONTH.search(name)
    return _moment(month[1], month[2], "1", "0", "0") if month else None


def feed_of(name: str) -> str:
    """The name with ``*`` for the date in it and for counters: ``orders_*.csv``."""
    bare = _DAY.sub("*", name) if _DAY.search(name) else _MONTH.sub("*", name)
    return _COUNTER.sub("*", bare)


def read_moment(text: str) -> datetime | None:
    """A moment as programs write it; None for anything else."""
    try:
        found = datetime.fromisoformat(text.strip().replace(" UTC", "+00:00"))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def listed_moment(month: str, day: str, rest: str, as_of: datetime) -> datetime | None:
    """``Nov 2 04:10`` or ``Nov 2 2025`` of a listing; without a year, the last one that is not to come."""
    if month.lower() not in _MONTHS:
        return None
    number = str(_MONTHS.index(month.lower()) + 1)
    if ":" not in rest:
        return _moment(rest, number, day, "0", "0")
    hour, minute = rest.split(":")
    years = (as_of.year + 1, as_of.year, as_of.year - 1)
    moments = (_moment(str(year), number, day, hour, minute) for year in years)
    return next((each for each in moments if each and each <= as_of + timedelta(days=1)), None)


def said_moment(words: str) -> str:
    """What stands behind "as of" in a person's words; empty if nothing does."""
    match = _AS_OF.search(words)
    return match[1] if match else ""


def _moment(year: str, month: str, day: str, hour: str, minute: str) -> datetime | None:
    try:
        return datetime(int(year), int(month), int(day), int(hour), int(minute), tzinfo=UTC)
    except ValueError:
        return None
