"""Times of day in words: ``every weekday at 6``."""

import re
from dataclasses import dataclass
from zoneinfo import available_timezones

from core.errors import UserFacingError

HOW = (
    "Write when and what: /dataops schedule every weekday at 6:30 What changed in the pinned export? "
    "(or every day, every monday, every hour, or five fields of cron in quotes)."
)
_DAYS = {
    "day": "*",
    "weekday": "1-5",
    "weekend": "0,6",
    **{
        name: str(number)
        for number, name in enumerate(
            ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
        )
    },
}
_EVERY = re.compile(
    rf"every\s+(?P<day>{'|'.join(_DAYS)})s?(?:\s+at)?\s+(?P<hour>[0-2]?[0-9])(?::(?P<minute>[0-5][0-9]))?"
    r"\s*(?P<half>am|pm)?\b",
    re.IGNORECASE,
)
_HOURLY = re.compile(r"every\s+hour\b", re.IGNORECASE)
_QUOTES = "\"'`\u201c\u201d\u2018\u2019"
"""Chats make curly quotation marks of straight ones."""

_CRON = re.compile(rf"[{_QUOTES}]\s*(?P<cron>(?:[^\s{_QUOTES}]+\s+){{4}}[^\s{_QUOTES}]+)\s*[{_QUOTES}]")
_HOURS = 24


@dataclass(frozen=True, slots=True)
class Moment:
    """When, as five fields of cron in a time zone; and the words behind it."""

    cron: str
    timezone: str
    rest: str


def moment(text: str, usual_timezone: str) -> Moment:
    """What a text begins with; raises UserFacingError for anything else."""
    text = text.strip()
    cron, end = _cron(text)
    rest = text[end:].strip(" ,:\n")
    zone, _, behind = rest.partition(" ")
    if zone in available_timezones():
        return Moment(cron, zone, behind.strip())
    return Moment(cron, usual_timezone, rest)


def _cron(text: str) -> tuple[str, int]:
    """The fields, and where the words for them end."""
    if quoted := _CRON.match(text):
        return " ".join(quoted["cron"].split()), quoted.end()
    if hourly := _HOURLY.match(text):
        return "0 * * * *", hourly.end()
    every = _EVERY.match(text)
    hour = _hour(every) if every else None
    if every is None or hour is None:
        raise UserFacingError(HOW)
    return f"{int(every['minute'] or 0)} {hour} * * {_DAYS[every['day'].lower()]}", every.end()


def _hour(every: re.Match[str]) -> int | None:
    """The hour of the day; None for one that there is not."""
    hour, half = int(every["hour"]), (every["half"] or "").lower()
    if half and not 1 <= hour <= _HOURS // 2:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return hour if hour < _HOURS else None
