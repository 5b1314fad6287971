"""What the text of a cell is: a number, a date, or just text."""

import re
from collections.abc import Mapping
from datetime import date

_FORMS = {
    "integer": re.compile(r"[+-]?(?:0|[1-9]\d{0,37})", re.ASCII),
    "code": re.compile(r"0\d{1,60}", re.ASCII),
    "number": re.compile(
        r"[+-]?(?:(?:0|[1-9]\d{0,37})?\.\d{1,37}(?:[eE][+-]?\d{1,3})?|\d[eE][+-]\d{1,3})", re.ASCII
    ),
    "number with comma": re.compile(
        r"[+-]?(?:0|[1-9]\d{0,37}|[1-9]\d{0,2}(?:\.\d{3}){1,12}),\d{1,37}", re.ASCII
    ),
    "date": re.compile(r"\d{4}-\d\d-\d\d", re.ASCII),
    "timestamp": re.compile(
        r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?", re.ASCII
    ),
    "date of another form": re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{4}", re.ASCII),
    "boolean": re.compile(r"true|false|yes|no", re.IGNORECASE),
}
"""The forms of each type. Digits that begin with a zero are codes: as numbers they would lose it."""

_FIRST = frozenset("0123456789+-.tfynTFYN")

_WIDER = (
    ("code", {"code", "integer"}),
    ("number", {"integer", "number"}),
    ("timestamp", {"date", "timestamp"}),
)
"""Types that hold all values of several."""


def type_of_value(value: str) -> str:
    """The type of a text without blanks around it: one of those above, ``text``, or ``empty``."""
    if not value:
        return "empty"
    if value[0] not in _FIRST:
        return "text"
    for name, form in _FORMS.items():
        if form.fullmatch(value):
            return name if not name.startswith(("date", "timestamp")) or _is_day(value) else "text"
    return "text"


def type_of_values(counts: Mapping[str, int]) -> str:
    """The one type that holds all values, given how many of each type there are; ``empty`` with none."""
    found = {name for name, count in counts.items() if count and name != "empty"}
    if len(found) < 2:
        return next(iter(found), "empty")
    return next((name for name, parts in _WIDER if found <= parts), "text")


def _is_day(value: str) -> bool:
    """Whether the calendar has that day; of ``2/3/2026`` either the day or the month may come first."""
    if value[4:5] == "-":
        return _exists(*map(int, value[:10].split("-")))
    one, other, year = map(int, re.split(r"[./-]", value))
    return _exists(year, one, other) or _exists(year, other, one)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False
