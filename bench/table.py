"""Figures as an aligned Markdown table: to be read as it stands, and to be put into a document."""

from collections.abc import Iterable
from math import floor, log10

from bench.row import Row

_HEAD = ("what", "value", "baseline", "ratio")


def table(rows: Iterable[Row]) -> str:
    """All rows under one head; numbers stand at the right."""
    cells = [_HEAD, *(_cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    rule = [f"{'-' * widths[0]}", *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    lines = [
        [f"{line[0]:<{widths[0]}}", *(f"{c:>{w}}" for c, w in zip(line[1:], widths[1:], strict=True))]
        for line in cells
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in [lines[0], rule, *lines[1:]])


def _cells(row: Row) -> tuple[str, ...]:
    unit = row.unit
    return row.what, f"{_figure(row.value)} {unit}", f"{_figure(row.baseline)} {unit}", _figure(row.ratio)


def _figure(value: float) -> str:
    """Three significant digits, never an exponent."""
    decimals = 2 - floor(log10(abs(value))) if value else 0
    return f"{value:,.{max(0, decimals)}f}"
