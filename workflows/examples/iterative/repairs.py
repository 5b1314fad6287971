"""The repairs: each takes a row and does one thing to it. What it does is told by plain data."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import Any

from core.tools.tables import Table
from core.tools.value_types import type_of_value

from .cells import NULLS, SOFT_NULLS, iso_date, tidied, with_point
from .row import Row
from .seen_rows import SeenRows

SAID = {
    "header": "gave each column a name of its own",
    "width": "evened out rows of another width than the header's",
    "tidy": "took away blanks and characters that nobody sees",
    "nulls": "emptied cells that say in words that they are empty",
    "dates": "wrote dates as year-month-day",
    "points": "wrote numbers with a decimal point",
    "repeats": "put rows aside that repeat an earlier one",
}
"""The repairs in the order in which they are made, and what each does."""

FAMILIES = (
    {"integer", "number", "number with comma"},
    {"date", "timestamp", "date of another form"},
)
"""Types of which one column may hold several."""

Repair = Callable[[Row], None]


def repaired(table: Table, repairs: list[dict[str, Any]]) -> Iterator[Row]:
    """Every row of the table, repaired in the order of the repairs."""
    with ExitStack() as stack:
        steps = [step for each in repairs if (step := _made(each, stack)) is not None]
        for line, cells in table.rows():
            row = Row(line, cells)
            for step in steps:
                if not row.aside:
                    step(row)
            yield row


def names_of(table: Table) -> list[str]:
    """A name for each column, each once, without what nobody sees: no two look the same."""
    return replace(table, header=tuple(map(tidied, table.header))).columns


def header_of(table: Table, repairs: list[dict[str, Any]]) -> list[str]:
    """The names of the columns, as they stand there unless that is repaired."""
    return names_of(table) if any(each["name"] == "header" for each in repairs) else list(table.header)


def _made(repair: dict[str, Any], stack: ExitStack) -> Repair | None:
    """The function that does it; None for the header, which is no row."""
    columns = {int(position): value for position, value in repair.get("columns", {}).items()}
    if repair["name"] == "repeats":
        return partial(_put_repeats_aside, seen=stack.enter_context(SeenRows()))
    made: dict[str, Repair] = {
        "width": partial(_even_out, types=repair.get("types", [])),
        "tidy": _tidy,
        "nulls": partial(_empty_nulls, typed=frozenset(columns)),
        "dates": partial(_write_dates, orders=columns),
        "points": partial(_write_points, positions=tuple(columns)),
    }
    return made.get(repair["name"])


def _even_out(row: Row, types: list[list[str]]) -> None:
    """Give a row the width of the header where it is certain what is missing; else put it aside."""
    width, found = len(types), len(row.cells)
    if found > width and not any(cell.strip() for cell in row.cells[width:]):
        row.cells = row.cells[:width]
        row.changes.append((-1, f"{found} cells", f"{width} cells", "width"))
    elif found < width and _fits(row.cells, types):
        row.cells = row.cells + [""] * (width - found)
        row.changes.append((-1, f"{found} cells", f"{width} cells", "width"))
    elif found != width:
        row.aside = f"{found} cells, the header has {width}"


def _fits(cells: list[str], types: list[list[str]]) -> bool:
    """Whether the cells that are there are of the types of their columns: then the last ones are missing."""
    kinds = (type_of_value(cell.strip()) for cell in cells)
    return all(_belongs(kind, known) for kind, known in zip(kinds, types, strict=False))


def _belongs(kind: str, known: list[str]) -> bool:
    """Whether a value of a type may stand among those of others: numbers among numbers, days among days."""
    family = next((family for family in FAMILIES if kind in family), {kind})
    return kind == "empty" or not family.isdisjoint(known)


def _tidy(row: Row) -> None:
    for position, cell in enumerate(row.cells):
        row.change(position, tidied(cell), "tidy")


def _empty_nulls(row: Row, typed: frozenset[int]) -> None:
    for position, cell in enumerate(row.cells):
        word = cell.lower()
        if word in NULLS or (word in SOFT_NULLS and position in typed):
            row.change(position, "", "nulls")


def _write_dates(row: Row, orders: dict[int, str]) -> None:
    for position, first in orders.items():
        row.change(position, iso_date(row.cells[position], first), "dates")


def _write_points(row: Row, positions: tuple[int, ...]) -> None:
    for position in positions:
        row.change(position, with_point(row.cells[position]), "points")


def _put_repeats_aside(row: Row, seen: SeenRows) -> None:
    earlier = seen.earlier(row)
    if earlier:
        row.aside = f"repeats line {earlier}"
