"""One column of a table, as far as it has been read."""

from collections import Counter
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from core.tools.value_types import type_of_value, type_of_values

LONGEST = 200
"""Characters of a value that are kept; a longer one is told from others by its digest."""

MOSTLY = 0.9
"""The share of one type from which values of another one are taken for mistakes."""

_PARTS = {"number": ("integer", "number"), "timestamp": ("date", "timestamp"), "code": ("code", "integer")}
"""Types that hold all values of several."""

_UNORDERED = "date of another form"


def _with_comma(value: str) -> float:
    return float(value.replace(".", "").replace(",", "."))


_ORDERS: dict[str, Callable[[str], Any]] = {
    "integer": float,
    "number": float,
    "number with comma": _with_comma,
}
"""What values are ordered by; all others by their letters."""


class Column:
    """Counts what is in a column. Of more than ``most`` different values, only the first ones are counted."""

    def __init__(self, name: str, most: int) -> None:
        self.name = name
        self.filled = 0
        self.empty = 0
        self.longest = 0
        self.formulas = 0
        self._most = most
        self._values = Counter[str]()
        self._types = Counter[str]()
        self._ends: dict[str, tuple[str, str]] = {}
        self.is_counted = True

    def add(self, cell: str) -> None:
        """One more cell."""
        value = cell.strip()
        if not value:
            self.empty += 1
            return
        self.filled += 1
        self.longest = max(self.longest, len(value))
        self.formulas += value[0] in "=@"
        kept = _kept(value)
        if kept in self._values or len(self._values) < self._most:
            self._values[kept] += 1
        else:
            self.is_counted = False
            self._count(kept, 1)

    def close(self) -> None:
        """All cells have been added: work out what the values have in common."""
        for value, times in self._values.items():
            self._count(value, times)

    @property
    def type(self) -> str:
        """The type of all values, or of nearly all of them."""
        common = type_of_values(self._types)
        name, times = next(iter(self._types.most_common(1)), ("empty", 0))
        return name if common == "text" and times >= MOSTLY * self.filled else common

    @property
    def strangers(self) -> tuple[int, str]:
        """How many values are of another type than nearly all are, and one of them."""
        others = [name for name in self._types if name not in self._parts]
        count = sum(self._types[name] for name in others)
        return (count, self._ends[others[0]][0]) if others and self.type != "text" else (0, "")

    @property
    def is_key(self) -> bool:
        """Whether each row has a value of its own here, as far as values were counted."""
        return not self.empty and bool(self._values) and self.most_frequent[1] == 1

    @property
    def most_frequent(self) -> tuple[str, int]:
        """The value that stands there most often, and how often."""
        return next(iter(self._values.most_common(1)), ("", 0))

    @property
    def distinct(self) -> int:
        """Different values, as far as they were counted."""
        return len(self._values)

    @property
    def ends(self) -> tuple[str, str]:
        """The least and the greatest value of the type; empty where it has no order."""
        found = [end for name in self._parts for end in self._ends.get(name, ())]
        if not found or self.type == _UNORDERED:
            return "", ""
        order = _ORDERS.get(self.type, str)
        return min(found, key=order), max(found, key=order)

    def described(self) -> dict[str, Any]:
        """Everything as a row of a table."""
        (least, greatest), (common, times) = self.ends, self.most_frequent
        return {
            "column": self.name,
            "type": self.type,
            "filled": self.filled,
            "empty": self.empty,
            "distinct": self.distinct,
            "all_distinct_counted": self.is_counted,
            "least": least,
            "greatest": greatest,
            "longest": self.longest,
            "most_frequent": common,
            "times": times,
            "of_another_type": self.strangers[0],
        }

    @property
    def _parts(self) -> tuple[str, ...]:
        """The types whose values belong to the column's; text takes all."""
        return tuple(self._ends) if self.type == "text" else _PARTS.get(self.type, (self.type,))

    def _count(self, value: str, times: int) -> None:
        kind = type_of_value(value)
        self._types[kind] += times
        least, greatest = self._ends.get(kind, (value, value))
        order = _ORDERS.get(kind, str)
        self._ends[kind] = min(least, value, key=order), max(greatest, value, key=order)


def _kept(value: str) -> str:
    if len(value) <= LONGEST:
        return value
    return f"{value[:LONGEST]}… {blake2b(value.encode(), digest_size=8).hexdigest()}"
