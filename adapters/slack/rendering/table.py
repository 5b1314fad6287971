"""A table as Slack's own, or as lines where it is too wide for that."""

from dataclasses import dataclass, replace

from adapters.slack.rendering.limits import BLOCK_WEIGHT, NODE_WEIGHT, TABLE_COLUMNS, TABLE_ROWS
from adapters.slack.rendering.measure import Element, Elements, counted
from adapters.slack.rendering.passage import Passage
from core.chat.prose import Grid, Row, Run

_WIDEST_ROW = 2_000
"""A heavier row would leave no room for a second one beside the header."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header; ``aligns`` are "left", "center" or "right", one a column."""

    header: Row
    rows: tuple[Row, ...]
    aligns: Row

    @property
    def text(self) -> str:
        """The cells, a row a line."""
        return "\n".join(_line(row) for row in (self.header, *self.rows))

    @property
    def weight(self) -> int:
        """What it takes of a message."""
        rows = _row_weight(self.header) + sum(_row_weight(row) for row in self.rows)
        return BLOCK_WEIGHT + rows + sum(NODE_WEIGHT + len(align) for align in self.aligns)

    def split(self, room: int) -> tuple["Table | None", "Table | None"]:
        """The rows that fit into ``room`` and the others, each under the header."""
        left = room - replace(self, rows=()).weight
        count = 0
        for row in self.rows:
            left -= _row_weight(row)
            if left < 0:
                break
            count += 1
        if count == 0:
            return None, self
        rest = self.rows[count:]
        return replace(self, rows=self.rows[:count]), replace(self, rows=rest) if rest else None

    def block(self) -> Element:
        """The table block. Its cells are raw text, which Slack does not parse."""
        settings: Elements = [{"align": align, "is_wrapped": True} for align in self.aligns]
        rows: Elements = [_cells(row) for row in (self.header, *self.rows)]
        return {"type": "table", "column_settings": settings, "rows": rows}


def table_pieces(grid: Grid) -> list[Table] | list[Passage]:
    """A table as parts that Slack can show; as lines of code if it has too many columns or too long cells."""
    header, rows = grid.header, grid.rows
    if len(header) > TABLE_COLUMNS or max(map(_row_weight, (header, *rows))) > _WIDEST_ROW:
        lines = "\n".join(_line(row) for row in (header, *rows))
        return [Passage((Run(lines),), "code", header=_line(header))]
    most = TABLE_ROWS - 1
    parts = [rows[start : start + most] for start in range(0, len(rows), most)]
    return [Table(header, part, grid.aligns) for part in parts or [()]]


def _row_weight(row: Row) -> int:
    return sum(NODE_WEIGHT + counted(cell) for cell in map(_filled, row))


def _cells(row: Row) -> Elements:
    return [{"type": "raw_text", "text": _filled(cell)} for cell in row]


def _filled(cell: str) -> str:
    """Slack takes no empty cell."""
    return cell if cell.strip() else " "


def _line(row: Row) -> str:
    return " | ".join(" ".join(cell.split()) for cell in row)
