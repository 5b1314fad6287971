"""Horizontal bar charts, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.tools.drawing.markup import Box, Font, group, label, muted, rect, words
from core.tools.drawing.text import CELL, cells, safe

BAR = "#0b5cad"
ROW = 17.0
SIZE = 10.5
_NAME = Font(SIZE, mono=True)
_NAME_CELLS = 26
_LONGEST = 110.0
_GAP = 36.0
_HEAD = 26.0


@dataclass(frozen=True, slots=True)
class Bar:
    """A name and its figure."""

    name: str
    value: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A titled set of bars."""

    title: str
    bars: Sequence[Bar]


def draw_charts(charts: Sequence[Chart], top: float, width: float) -> tuple[list[str], tuple[float, float]]:
    """The charts in rows of at most `width`, from `top` down, with the right and lower edge reached."""
    parts: list[str] = []
    x, y, tallest, reached = 14.0, top, 0.0, 0.0
    for chart in charts:
        taken = _width(chart)
        if x > _GAP and x + taken > width:
            x, y, tallest = 14.0, y + tallest + _GAP, 0.0
        parts += _draw(chart, x, y)
        x += taken + _GAP
        reached = max(reached, x - _GAP)
        tallest = max(tallest, _HEAD + len(chart.bars) * ROW)
    return parts, (reached + 14, y + tallest)


def _names(chart: Chart) -> float:
    return max((min(cells(safe(bar.name)), _NAME_CELLS) for bar in chart.bars), default=0) * SIZE * CELL


def _width(chart: Chart) -> float:
    figures = max((len(f"{bar.value:,}") for bar in chart.bars), default=0) * SIZE * CELL
    return max(_names(chart) + 8 + _LONGEST + 8 + figures, 150.0)


def _draw(chart: Chart, x: float, y: float) -> list[str]:
    start = x + _names(chart) + 8
    most = max((bar.value for bar in chart.bars), default=1) or 1
    parts = [words(x, y, chart.title, Font(13, bold=True))]
    for position, bar in enumerate(chart.bars):
        base = y + _HEAD + position * ROW
        length = max(1.0, _LONGEST * bar.value / most)
        row = [
            label(x, base, bar.name, _NAME_CELLS * SIZE * CELL + 1, _NAME),
            rect(Box(start, base - 9, length, 11), BAR, radius=2),
            muted(start + length + 6, base, f"{bar.value:,}", SIZE),
        ]
        parts.append(group(row, f"{bar.name}: {bar.value:,}"))
    return parts
