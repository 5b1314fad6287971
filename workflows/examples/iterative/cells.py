"""The text of a cell, and what it was meant to be."""

import re
import unicodedata

NULLS = frozenset(
    {"null", "(null)", "<null>", "[null]", r"\n", "n/a", "#n/a", "#null!", "#value!", "#ref!", "nan"}
)
"""Words that say in any column that nothing is there, in small letters."""

SOFT_NULLS = frozenset({"na", "none", "nil", "-", "--", ".", "?", "unknown", "missing", "tbd"})
"""Words that say so only among numbers and dates; elsewhere they may be names."""

_UNSEEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad]")
"""Marks of direction and of width nothing; those that join letters belong to their words."""

_DATE = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3},\d{3}", re.ASCII)


def tidied(cell: str) -> str:
    """Without blanks around it and characters that nobody sees; blanks of all kinds are plain ones."""
    if cell.isascii() and cell.isprintable():
        return cell.strip()
    text = _UNSEEN.sub("", cell).replace("\r\n", "\n").replace("\r", "\n")
    plain = (c if c == "\n" else " " if c.isspace() else c for c in text)
    return "".join(c for c in plain if c == "\n" or unicodedata.category(c) != "Cc").strip()


def day_order(cell: str) -> str | None:
    """``day`` or ``month``, whichever comes first in a date like 31.12.2026; None where it may be either.

    Where points separate the parts, the day comes first.
    """
    match = _DATE.fullmatch(cell)
    if match is None:
        return None
    if match[2] == ".":
        return "day"
    first, second = int(match[1]), int(match[3])
    return "day" if first > 12 else "month" if second > 12 else None


def iso_date(cell: str, first: str) -> str:
    """``2026-12-31`` for a date in which the day or the month comes first; anything else as it is."""
    match = _DATE.fullmatch(cell)
    if match is None:
        return cell
    one, other, year = int(match[1]), int(match[3]), match[4]
    day, month = (one, other) if first == "day" else (other, one)
    return f"{year}-{month:02}-{day:02}" if month <= 12 and day <= 31 else cell


def may_be_grouped(cell: str) -> bool:
    """Whether a comma may separate thousands, as in ``1,234``, just as well as decimals."""
    return _GROUPED.fullmatch(cell) is not None


def with_point(cell: str) -> str:
    """``1234.5`` for ``1.234,5``."""
    return cell.replace(".", "").replace(",", ".") if "," in cell else cell
