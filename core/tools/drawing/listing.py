"""The rows of a panel in columns, and how large its title can be."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from core.tools.drawing.panels import Panel
from core.tools.drawing.rows import Row
from core.tools.drawing.text import CELL, cells, safe

ROW = 15.0
FONT = 10.5
INDENT = 11.0
GUTTER = 24.0
NAME_CELLS = 30
FLAG_CELLS = 14
PAD = 10.0
SUBTITLE = 10.0
LARGEST_TITLE, LEAST_TITLE = 30.0, 12.0
_TITLE_WIDTH = 300.0
_LEAST_WIDTH = 212.0


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of one panel in columns of equal length, the width of each, and the title's font size."""

    columns: list[list[Row]]
    widths: list[float]
    title: float

    @property
    def band(self) -> float:
        """Height of the band that holds title and subtitle."""
        return self.title * 1.25 + SUBTITLE + 12

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the panel."""
        tallest = max((len(column) for column in self.columns), default=0)
        return sum(self.widths) + 2 * PAD, self.band + tallest * ROW + 1.5 * PAD


def title_size(nodes: int) -> float:
    """The more nodes, the smaller the whole is looked at, and the larger the titles have to be."""
    return min(max(LEAST_TITLE, 1.1 * sqrt(nodes)), LARGEST_TITLE)


def build_listing(rows: Sequence[Row], panel: Panel, title: float) -> Listing:
    """The rows in columns; the panel is widened for its title, or the title made smaller to fit."""
    count = max(1, round(sqrt(0.08 * len(rows))))
    length = max(1, ceil(len(rows) / count))
    columns = [list(rows[start : start + length]) for start in range(0, len(rows), length)] or [[]]
    widths = [max((_row_width(row) for row in column), default=0.0) + 8 for column in columns]
    ems = max(1, cells(safe(panel.title))) * CELL
    least = max(_LEAST_WIDTH, min(ems * title, _TITLE_WIDTH) + title_left(panel, title))
    widths[-1] += max(0.0, least - sum(widths))
    fitting = (sum(widths) - title_left(panel, title)) / ems
    return Listing(columns, widths, min(title, max(LEAST_TITLE, fitting)))


def title_left(panel: Panel, size: float) -> float:
    """Room for the symbol before a title and the badge behind it."""
    return size * (2.2 if panel.head else 1.2)


def _row_width(row: Row) -> float:
    name = min(cells(safe(row.label)), NAME_CELLS) * FONT * CELL
    flag = min(cells(safe(row.node.flag)), FLAG_CELLS) * 9 * CELL + 24 if row.node and row.node.flag else 0.0
    return GUTTER + row.level * INDENT + 14 + name + flag + 8
