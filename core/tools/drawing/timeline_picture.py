"""The picture of a day: when things start, hour by hour and row by row."""

from collections import Counter
from collections.abc import Iterable, Sequence

from core.tools.drawing.document import sheet
from core.tools.drawing.figures import counted
from core.tools.drawing.markup import Box, Font, group, label, rect, words
from core.tools.drawing.style import FRAMES, MUTED
from core.tools.drawing.text import fit_prose, safe
from core.tools.drawing.time_axis import HOUR, TimeAxis
from core.tools.drawing.time_marks import BESIDE, START, draw_times, time_signs
from core.tools.drawing.timeline import Row, Timeline, clock

MOST_ROWS = 60
"""Rows of one picture: as many names as can still be read on one sheet."""
_ROW = 36.0
_LABELS = 236.0
_TALLEST = 44.0
_COLUMNS = _TALLEST + 18
"""Height of the columns with their figures."""
_LISTED = 24
_NAME = Font(12.5, mono=True)
_NOTE = Font(11, MUTED)


def draw_timeline(timeline: Timeline) -> str:
    """A complete SVG document, the same text for the same timeline; no script, no reference to the outside.

    Hours 0 to 24 run to the right. Starts are dots with their times, or ticks if there are many; windows
    are bars, in two pieces where they pass midnight. The first 60 rows are drawn, the columns above them
    count the starts of all rows. The caption says what is left out.
    """
    shown, axis = timeline.rows[:MOST_ROWS], TimeAxis(_LABELS)
    columns = _columns(timeline.rows, axis)
    first = (_COLUMNS if columns else 0.0) + 22
    tops = [first + number * _ROW for number in range(len(shown))]
    bottom = first + max(1, len(shown)) * _ROW
    body = [
        *columns,
        *(_stripe(top, axis) for top in tops[1::2]),
        *axis.draw(first, bottom),
        *(_row(row, axis, top) for row, top in zip(shown, tops, strict=True)),
    ]
    size = (axis.right + BESIDE, bottom + 22)
    return sheet(timeline.title, _caption(timeline.rows, len(shown)), time_signs(shown), body, size)


def _columns(rows: Iterable[Row], axis: TimeAxis) -> list[str]:
    """The number of starts in each hour, as columns."""
    counts = Counter(moment // 60 for row in rows for moment in row.moments)
    if not counts:
        return []
    most, parts = max(counts.values()), [words(0, _COLUMNS - 2, "Starts in each hour", _NOTE)]
    for hour, count in sorted(counts.items()):
        x, height = axis.x(hour * 60), max(1.5, _TALLEST * count / most)
        column = rect(Box(x + 3, _COLUMNS - height, HOUR - 6, height), START, radius=1.5)
        figure = words(x + HOUR / 2, _COLUMNS - 4 - height, f"{count:,}", Font(10, MUTED, anchor="middle"))
        hint = f"{clock(hour * 60)}\N{EN DASH}{clock(hour * 60 + 59)}: {counted(count, 'start')}"
        parts.append(group([column, figure], hint, ' class="hour"'))
    return parts


def _stripe(top: float, axis: TimeAxis) -> str:
    return rect(Box(0, top, axis.right, _ROW), FRAMES[0], radius=0)


def _row(row: Row, axis: TimeAxis, top: float) -> str:
    middle = top + _ROW / 2
    parts = [
        label(0, middle - 2 if row.note else middle + 4, row.label, _LABELS - 12, _NAME),
        words(0, middle + 12, fit_prose(safe(row.note), (_LABELS - 12) / 11), _NOTE) if row.note else "",
        *draw_times(row, axis, middle),
    ]
    return group(parts, _hint(row), ' class="row"')


def _hint(row: Row) -> str:
    starts = _listed("starts", [clock(moment) for moment in row.moments])
    windows = _listed("window" if len(row.windows) == 1 else "windows", [str(span) for span in row.windows])
    return " \N{EN DASH} ".join(part for part in (row.label, row.note, starts, windows) if part)


def _listed(word: str, times: Sequence[str]) -> str:
    if not times:
        return ""
    more = f" and {len(times) - _LISTED:,} more" if len(times) > _LISTED else ""
    return f"{word} {', '.join(times[:_LISTED])}{more}"


def _caption(rows: Sequence[Row], shown: int) -> list[str]:
    starts, windows = sum(len(row.moments) for row in rows), sum(len(row.windows) for row in rows)
    times = [counted(count, noun) for count, noun in ((starts, "start"), (windows, "window")) if count]
    what = " and ".join(times) or "no times"
    lines = [f"{counted(len(rows), 'row')} from midnight to midnight with {what}."]
    timeless = sum(not row.marks and not row.spans for row in rows)
    if timeless:
        lines.append(f"{counted(timeless, 'row')} {'has' if timeless == 1 else 'have'} no time of day.")
    if shown < len(rows):
        lines.append(
            f"The first {shown} rows are drawn, {len(rows) - shown:,} are not; the columns count all rows."
        )
    return lines
