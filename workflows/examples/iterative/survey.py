"""What is wrong with a table as it is now: the next repair, and what nobody can repair without asking."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from core.tools.tables import Table
from core.tools.telling import code, counted
from core.tools.value_types import type_of_value

from .cells import NULLS, SOFT_NULLS, day_order, may_be_grouped, tidied
from .repairs import SAID, names_of, repaired
from .seen_rows import SeenRows

EVERY = 100_000
DATE, COMMA = "date of another form", "number with comma"
TYPED = frozenset({"integer", "number", "date", "timestamp", DATE, COMMA})
"""Types of columns in which a word is no value."""


class Survey:
    """One look at all rows, as the repairs so far leave them."""

    def __init__(self, table: Table, repairs: list[dict[str, Any]], tell: Callable[[str], None]) -> None:
        self._table = table
        self._width = len(table.header)
        self.rows = 0
        self._done = {each["name"] for each in repairs}
        self._types = [Counter[str]() for _ in range(self._width)]
        self._words = [Counter[str]() for _ in range(self._width)]
        self._orders = [Counter[str | None]() for _ in range(self._width)]
        self._sure_commas = [0] * self._width
        self._ragged = self._untidy = self._nulls = self._repeats = 0
        self._look(repairs, tell)

    def next_repair(self) -> dict[str, Any] | None:
        """The first repair that is needed and was not made; None where nothing is left."""
        found = {
            "header": {} if names_of(self._table) != list(self._table.header) else None,
            "width": {"types": self._known_types()} if self._ragged else None,
            "tidy": {} if self._untidy else None,
            "nulls": self._null_columns(),
            "dates": self._dates(),
            "points": self._commas(),
            "repeats": {} if self._repeats else None,
        }
        for name in SAID:
            options = found[name]
            if name not in self._done and options is not None:
                return {"name": name, **options}
        return None

    def doubts(self) -> Iterator[str]:
        """What is left as it is, because it may mean one thing or another."""
        for name, types, orders in zip(names_of(self._table), self._types, self._orders, strict=True):
            dates, commas = types[DATE], types[COMMA]
            if dates and set(orders) == {None}:
                yield f"{code(name)}: {counted(dates, 'date')} may have the day or the month first."
            elif dates:
                yield f"{code(name)}: of {counted(dates, 'date')} some have the day first, others the month."
            if commas:
                said = counted(commas, "number")
                yield f"{code(name)}: in {said} the comma may mean decimals or thousands."
            yield from self._strangers(name, types)

    def _look(self, repairs: list[dict[str, Any]], tell: Callable[[str], None]) -> None:
        with SeenRows() as seen:
            for self.rows, row in enumerate(repaired(self._table, repairs), 1):  # noqa: B020 - the count stays
                if self.rows % EVERY == 0:
                    tell(f"{counted(self.rows, 'row')} examined")
                if row.aside:
                    continue
                if len(row.cells) != self._width:
                    self._ragged += 1
                    continue
                self._repeats += seen.earlier(row) > 0
                for position, cell in enumerate(row.cells):
                    self._add(position, cell)

    def _add(self, position: int, cell: str) -> None:
        self._untidy += tidied(cell) != cell
        value = cell.strip()
        word = value.lower()
        if word in NULLS:
            self._nulls += 1
            return
        if not value:
            return
        if word in SOFT_NULLS:
            self._words[position][word] += 1
        kind = type_of_value(value)
        self._types[position][kind] += 1
        if kind == DATE:
            self._orders[position][day_order(value)] += 1
        elif kind == COMMA:
            self._sure_commas[position] += not may_be_grouped(value)

    def _known_types(self) -> list[list[str]]:
        return [sorted(types) for types in self._types]

    def _null_columns(self) -> dict[str, Any] | None:
        """The columns in which soft words say nothing either, as everything else there is of a type."""
        typed = {
            str(position): "typed"
            for position, (types, words) in enumerate(zip(self._types, self._words, strict=True))
            if words and types["text"] == words.total() and TYPED.intersection(types)
        }
        return {"columns": typed} if self._nulls or typed else None

    def _dates(self) -> dict[str, Any] | None:
        """The columns of dates whose order is certain, because one of them can only be read one way."""
        found = {
            str(position): str(next(order for order in orders if order))
            for position, orders in enumerate(self._orders)
            if len({order for order in orders if order}) == 1
        }
        return {"columns": found} if found else None

    def _commas(self) -> dict[str, Any] | None:
        """The columns of numbers in which one comma at least can only mean decimals."""
        found = {
            str(position): "point"
            for position, types in enumerate(self._types)
            if self._sure_commas[position] and set(types) <= {COMMA, "integer"}
        }
        return {"columns": found} if found else None

    def _strangers(self, name: str, types: Counter[str]) -> Iterator[str]:
        """A few words among numbers or dates."""
        kind, count = next(iter(types.most_common(1)), ("", 0))
        others = types.total() - count
        if kind in TYPED and types["text"] and others <= count / 9:
            yield f"{code(name)}: {counted(types['text'], 'value')} of {types.total():,} are no {kind}."
