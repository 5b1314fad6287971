"""A table as the element of Adaptive Cards 1.5, or as lines where it is too wide for that.

All columns get the same share of the width: telephones show nothing of a table whose shares differ
(MicrosoftDocs/msteams-docs#13108, microsoft/AdaptiveCards#8853).
"""

from dataclasses import dataclass, replace
from functools import cached_property

from adapters.teams.rendering.limits import TABLE_COLUMNS, TABLE_ROW_BYTES
from adapters.teams.rendering.listing import Code
from adapters.teams.rendering.measure import Element, Elements, weight
from adapters.teams.rendering.rich_text import block
from core.chat.prose import Grid, Row, Run, Style

_REPEATED = 1_000
"""Characters; a longer header is not said again: it would leave no room for what stands under it."""

_BOLD: frozenset[Style] = frozenset(["bold"])


@dataclass(frozen=True)
class Table:
    """Rows under a header."""

    grid: Grid

    @property
    def text(self) -> str:
        """The cells, a row a line."""
        return "\n".join(map(_line, (self.grid.header, *self.grid.rows)))

    @cached_property
    def weight(self) -> int:
        """Its bytes."""
        return sum(map(weight, self.elements()))

    def elements(self) -> list[Element]:
        """What is sent of it."""
        columns: Elements = [{"width": 1} for _ in self.grid.aligns]
        rows = [self._row(self.grid.header, bold=True), *map(self._row, self.grid.rows)]
        return [{"type": "Table", "columns": columns, "rows": [*rows]}]

    def split(self, room: int) -> tuple["Table | None", "Table | None"]:
        """The rows that fit into ``room`` bytes and the others, each under the header."""
        left = room - self._of(()).weight
        count = 0
        for row in self.grid.rows:
            left -= weight(self._row(row))
            if left < 0:
                break
            count += 1
        if count == 0:
            return None, self
        rest = self.grid.rows[count:]
        return self._of(self.grid.rows[:count]), self._of(rest) if rest else None

    def _of(self, rows: tuple[Row, ...]) -> "Table":
        return Table(replace(self.grid, rows=rows))

    def _row(self, row: Row, *, bold: bool = False) -> Element:
        """A row; its cells are runs of text, which Teams does not parse."""
        styles = _BOLD if bold else frozenset()
        cells: Elements = [
            {"type": "TableCell", "items": [block([Run(" ".join(cell.split()), styles)], align=align)]}
            for cell, align in zip(row, self.grid.aligns, strict=True)
        ]
        return {"type": "TableRow", "cells": cells}

    @property
    def fits(self) -> bool:
        """Whether a chat can show it: few columns, and no cell so long that it could not be cut."""
        rows = (self.grid.header, *self.grid.rows)
        return len(self.grid.header) <= TABLE_COLUMNS and all(
            weight(self._row(row)) <= TABLE_ROW_BYTES for row in rows
        )


def table(grid: Grid) -> Table | Code:
    """A table, or its lines if it has too many columns or too long cells."""
    found = Table(grid)
    if found.fits:
        return found
    header = _line(grid.header)
    repeated = len(header) <= _REPEATED and bool(grid.rows)
    lines = "\n".join(map(_line, grid.rows if repeated else (grid.header, *grid.rows)))
    return Code(lines, header=header if repeated else "")


def _line(row: Row) -> str:
    return " | ".join(" ".join(cell.split()) for cell in row)
