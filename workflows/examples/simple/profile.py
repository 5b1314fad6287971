"""A table read once, from its first row to its last."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.tools.tables import SEPARATORS, Table, fitted
from core.tools.telling import code, counted
from core.tools.text_encoding import NAMES
from core.tools.value_types import type_of_value

from .column import Column

DISTINCT = 1_000_000
"""Different values that are counted, of all columns together: that many fit into memory."""

MOST_IN_COLUMN = 100_000
EVERY = 100_000
"""Rows after which it is told how far the reading is."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a table.

    ``ragged`` are the rows of another width than the header's: how many there are with fewer cells and with
    more, each with the line of the first one (0 if there is none).
    """

    table: Table
    rows: int
    columns: list[Column]
    ragged: dict[str, tuple[int, int]]

    @property
    def keys(self) -> list[Column]:
        """Columns that tell the rows apart; one row alone tells nothing."""
        return [column for column in self.columns if column.is_key] if self.rows > 1 else []

    @property
    def empty_cells(self) -> int:
        """Cells with nothing in them, missing ones included."""
        return sum(column.empty for column in self.columns)


def profiled(table: Table, tell: Callable[[str], None]) -> Profile:
    """Read all of it; ``tell`` is given how far it is."""
    names = table.columns
    columns = [Column(name, min(MOST_IN_COLUMN, max(1, DISTINCT // len(names)))) for name in names]
    count = 0
    ragged = {"fewer": (0, 0), "more": (0, 0)}
    for line, cells in table.rows():
        count += 1
        if len(cells) != len(names):
            which = "fewer" if len(cells) < len(names) else "more"
            ragged[which] = ragged[which][0] + 1, ragged[which][1] or line
        for column, cell in zip(columns, fitted(cells, len(names)), strict=True):
            column.add(cell)
        if count % EVERY == 0:
            tell(f"{counted(count, 'row')} read")
    for column in columns:
        column.close()
    return Profile(table, count, columns, ragged)


def remarks(profile: Profile) -> Iterator[str]:
    """What whoever loads this table should know, the gravest first."""
    yield from _of_the_shape(profile)
    for column in profile.columns:
        yield from _of_a_column(column, profile.rows)
    table = profile.table
    if table.encoding not in {"utf-8", "utf-8-sig"}:
        yield f"The file is {NAMES[table.encoding]}, not UTF-8: say so when you load it."
    if table.separator != ",":
        yield f"Its cells are separated by {SEPARATORS[table.separator]}s, not by commas."


def _of_the_shape(profile: Profile) -> Iterator[str]:
    table, width = profile.table, len(profile.columns)
    for which, (count, line) in profile.ragged.items():
        if count:
            yield (
                f"{counted(count, 'row')} {_have(count)} {which} cells than the header, which has {width:,}; "
                f"the first one is in line {line:,}."
            )
    names = [" ".join(cell.split()) for cell in table.header]
    twice = list(dict.fromkeys(name for name in names if name and names.count(name) > 1))
    if twice:
        are = "is the name" if len(twice) == 1 else "are names"
        yield f"{', '.join(map(code, twice[:5]))} {are} of several columns."
    if unnamed := names.count(""):
        yield f"{counted(unnamed, 'column')} {_have(unnamed)} no name in the header."
    if all(type_of_value(name) not in {"text", "empty"} for name in names):
        yield "The first row looks like data: the header is probably missing."


def _of_a_column(column: Column, rows: int) -> Iterator[str]:
    name, (strange, example) = code(column.name), column.strangers
    if strange:
        yield (
            f"{name}: {strange:,} of {counted(column.filled, 'value')} {'is' if strange == 1 else 'are'} no "
            f"{column.type}, such as {code(example, 40)}."
        )
    if rows and not column.filled:
        yield f"{name} is empty in every row."
    elif rows > 1 and column.distinct == 1 and column.filled == rows:
        yield f"{name} is {code(column.most_frequent[0], 40)} in every row."
    if column.type == "code":
        yield f"{name} has digits with leading zeros: load it as text, numbers would lose them."
    elif column.type == "number with comma":
        example = code(column.ends[0], 40)
        yield f"{name} has numbers with commas, such as {example}: most programs load them as text."
    elif column.type == "date of another form":
        yield f"{name} has dates such as {code(column.most_frequent[0], 40)}: say which part is the month."
    if column.formulas:
        yield f"{name}: {counted(column.formulas, 'cell')} would run as a formula in a spreadsheet."


def _have(count: int) -> str:
    return "has" if count == 1 else "have"
