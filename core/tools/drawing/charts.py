"""Horizontal bar charts, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.tools.drawing.markup import Box, Font, group, label, muted, rect, words
from core.tools.drawing.style import FRAMES
from core.tools.drawing.text import CELL, cells, fit_prose, prose_width, safe

BAR = "#0b5cad"
MOST_BARS = 15
"""Bars of one chart; what a longer list holds beyond is added up in one last line."""
_ROW = 19.0
_SIZE = 11.5
_NAME = Font(_SIZE, mono=True)
_NAME_CELLS = 28
_LONGEST = 150.0
_GAP = 40.0
_HEAD = 26.0
_TITLE = 14.0
_COUNTABLE = 10**15
"""Figures from here on are not written out: nobody counts that far, and they would fill the line."""


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


def figure(value: int) -> str:
    """A number as it is written beside a bar: ``2,000``."""
    if abs(value) < _COUNTABLE:
        return f"{value:,}"
    return f"more than {'-' if value < 0 else ''}{_COUNTABLE:,}"


def draw_charts(
    charts: Sequence[Chart], width: float, height: float = 0.0
) -> tuple[list[str], tuple[float, float]]:
    """The charts from (0, 0) on, and the size they take.

    Short ones share a column, as high as `height` or the highest chart; columns stand side by side in
    `width` pixels, and more of them below those.
    """
    parts: list[str] = []
    sizes = [_size(chart) for chart in charts]
    room = max([height, *(size[1] for size in sizes)])
    x, y, top, right, low, reached = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for chart, (taken, tall) in zip(charts, sizes, strict=True):
        if y > top and y + tall > top + room:
            x, y = right + _GAP, top
        if x and y == top and x + taken > width:
            x, y, top = 0.0, low + _GAP, low + _GAP
        parts.append(group(_draw(chart, x, y), attributes=' class="chart"'))
        right = x + taken if y == top else max(right, x + taken)
        y += tall + _GAP
        low, reached = max(low, y - _GAP), max(reached, right)
    return parts, (reached, low)


def _rows(chart: Chart) -> list[Bar]:
    """The bars that are drawn, and a last one that adds up those beyond."""
    bars, rest = list(chart.bars[:MOST_BARS]), chart.bars[MOST_BARS:]
    if len(rest) == 1:
        return [*bars, *rest]
    return [*bars, Bar(f"and {len(rest):,} more", sum(bar.value for bar in rest))] if rest else bars


def _names(rows: Sequence[Bar]) -> float:
    return max((min(cells(safe(row.name)), _NAME_CELLS) for row in rows), default=0) * _SIZE * CELL


def _width(chart: Chart, rows: Sequence[Bar]) -> float:
    figures = max((prose_width(figure(row.value)) for row in rows), default=0.0) * _SIZE
    title = min(prose_width(safe(chart.title)) * _TITLE * 1.08, 320.0)
    return max(_names(rows) + 8 + _LONGEST + 8 + figures, title)


def _size(chart: Chart) -> tuple[float, float]:
    rows = _rows(chart)
    return _width(chart, rows), _HEAD + max(1, len(rows)) * _ROW


def _draw(chart: Chart, x: float, y: float) -> list[str]:
    rows = _rows(chart)
    width, start = _width(chart, rows), x + _names(rows) + 8
    title = fit_prose(safe(chart.title), width / (_TITLE * 1.08))
    parts = [group([words(x, y + 12, title, Font(_TITLE, bold=True))], chart.title)]
    if not rows:
        parts.append(muted(x, y + _HEAD + 11, "nothing", _SIZE))
    most = max((bar.value for bar in chart.bars[: MOST_BARS + 1]), default=0)
    for position, row in enumerate(rows):
        base = y + _HEAD + 11 + position * _ROW
        summed = position == MOST_BARS and len(chart.bars) > MOST_BARS + 1
        parts.append(_line(row, x, start, base, None if summed else row.value / max(1, most)))
    return parts


def _line(row: Bar, x: float, start: float, base: float, share: float | None) -> str:
    """A name, its bar on a rail, and its figure; a sum has no bar, as it would dwarf the others."""
    parts = [
        label(x, base, row.name, _NAME_CELLS * _SIZE * CELL + 1, _NAME),
        rect(Box(start, base - 10, _LONGEST, 12), FRAMES[0], radius=2) if share is not None else "",
        rect(Box(start, base - 10, max(1.0, _LONGEST * share), 12), BAR, radius=2)
        if share and share > 0
        else "",
        words(start + _LONGEST + 8, base, figure(row.value), Font(_SIZE)),
    ]
    return group(parts, f"{row.name}: {figure(row.value)}", ' class="bar"')
