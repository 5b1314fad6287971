"""Starts and windows on the line of a row, with their times where there is room."""

from collections.abc import Sequence

from core.tools.drawing.document import Sign
from core.tools.drawing.markup import Box, number, rect
from core.tools.drawing.style import INK
from core.tools.drawing.time_axis import TimeAxis
from core.tools.drawing.time_labels import TimeLabels, width_of
from core.tools.drawing.timeline import DAY, Row, clock, joined

START = "#0b5cad"
DOTS = 12
"""Starts of a row that are drawn as dots with their times; more of them are drawn as ticks."""
BESIDE = 38.0
"""Room right of the day for the time of a late start."""
_WRITTEN_WINDOWS = 4
_LINED = 24
_CLOSE = 2
"""Minutes between ticks that would touch; they are drawn as one broad tick."""
_RADIUS = 5.0
_NEAR = _RADIUS + 3
_FILL, _END, _DARK = "#d6e8fa", "#7fb2e5", "#0a3d73"


def draw_times(row: Row, axis: TimeAxis, middle: float) -> list[str]:
    """Windows, starts on top of them, and their times where they fit."""
    moments, windows = row.moments, row.windows
    pieces = joined(piece for window in windows for piece in window.pieces)
    bars = _bars(pieces, axis, middle) if pieces else []
    labels = TimeLabels(middle)
    if len(moments) > DOTS:
        marks = _ticks(moments, axis, middle, labels)
    else:
        marks = [_dot(axis.x(moment), middle) for moment in moments]
        _write_moments(moments, axis, labels)
    for window in windows if len(windows) <= _WRITTEN_WINDOWS else []:
        start, end = max(window.pieces, key=lambda piece: piece[1] - piece[0])
        text = str(window)
        left = (axis.x(start) + axis.x(end) - width_of(text)) / 2
        if axis.x(end) - axis.x(start) - width_of(text) >= 4:
            labels.write(text, left, _DARK)
    return [*bars, *marks, *labels.parts]


def _bars(pieces: Sequence[tuple[int, int]], axis: TimeAxis, middle: float) -> list[str]:
    """Bars with a line at either end, but none at midnight where the bar goes on, nor where lines crowd."""
    fills = "".join(_block(axis.x(start), axis.x(end), middle, 20) for start, end in pieces)
    goes_on = len(pieces) > 1 and pieces[0][0] == 0 and pieces[-1][1] == DAY
    ends = [minute for piece in pieces for minute in piece if not (goes_on and minute in (0, DAY))]
    top = number(middle - 10)
    lines = "".join(f"M{number(axis.x(minute))} {top}v20" for minute in ends if len(pieces) <= _LINED)
    return [f'<path d="{fills}" fill="{_FILL}"/><path d="{lines}" stroke="{_END}" stroke-width="2"/>']


def _ticks(moments: Sequence[int], axis: TimeAxis, middle: float, labels: TimeLabels) -> list[str]:
    runs = joined([(moment, moment) for moment in moments], _CLOSE)
    sides = [(axis.x(first) - 1, axis.x(last) + 1) for first, last in runs]
    for left, right in sides:
        labels.keep_clear(left, right)
    data = "".join(_block(left, right, middle, 16) for left, right in sides)
    return [f'<path d="{data}" fill="{START}"/>']


def _block(left: float, right: float, middle: float, height: float) -> str:
    """Path data of a rectangle."""
    width = number(right - left)
    return f"M{number(left)} {number(middle - height / 2)}h{width}v{number(height)}h-{width}z"


def _write_moments(moments: Sequence[int], axis: TimeAxis, labels: TimeLabels) -> None:
    """Each time beside its dot; where that fails, all of them in one line before or behind the dots."""
    xs = [axis.x(moment) for moment in moments]
    for x in xs:
        labels.keep_clear(x - _RADIUS - 1, x + _RADIUS + 1)
    texts = [clock(moment) for moment in moments]
    single = labels.copy()
    written = [_write_beside(text, x, xs, axis, single) for text, x in zip(texts, xs, strict=True)]
    if all(written) or not _write_all(" ".join(texts), xs, axis, labels):
        labels.parts, labels.taken = single.parts, single.taken


def _write_beside(text: str, x: float, xs: Sequence[float], axis: TimeAxis, labels: TimeLabels) -> bool:
    """Right of the dot or left of it, with no other dot between."""
    width = width_of(text)
    right, left = x + _NEAR, x - _NEAR - width
    fits = right + width <= axis.right + BESIDE and not any(x < other < right + width for other in xs)
    if fits and labels.write(text, right, INK):
        return True
    fits = left >= axis.left and not any(left < other < x for other in xs)
    return fits and labels.write(text, left, INK)


def _write_all(text: str, xs: Sequence[float], axis: TimeAxis, labels: TimeLabels) -> bool:
    width = width_of(text)
    right, left = xs[-1] + _NEAR, xs[0] - _NEAR - width
    if right + width <= axis.right + BESIDE and labels.write(text, right, INK):
        return True
    return left >= axis.left and labels.write(text, left, INK)


def _dot(x: float, y: float) -> str:
    place = f'cx="{number(x)}" cy="{number(y)}" r="{number(_RADIUS)}"'
    return f'<circle {place} fill="{START}" stroke="#ffffff" stroke-width="1.5"/>'


def time_signs(rows: Sequence[Row]) -> list[Sign]:
    """Legend entries for what occurs in the rows."""
    ticks = "".join(rect(Box(6.0 + 7 * place, -6, 2, 12), START, radius=1) for place in range(4))
    bar = rect(Box(2, -6, 26, 12), _FILL, _END, radius=0)
    counts = {len(row.moments) for row in rows}
    signs = [
        (any(0 < count <= DOTS for count in counts), Sign(_dot(16, 0), "start")),
        (any(count > DOTS for count in counts), Sign(ticks, f"starts, more than {DOTS} a day")),
        (any(row.spans for row in rows), Sign(bar, "window")),
    ]
    return [sign for occurs, sign in signs if occurs]
