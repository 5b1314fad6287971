"""A picture of counted things: several bar charts on one sheet."""

from collections.abc import Sequence

from core.tools.drawing.charts import MOST_BARS, Chart, draw_charts
from core.tools.drawing.document import sheet
from core.tools.drawing.figures import counted

MOST_CHARTS = 12
"""Charts on one sheet; more cannot be compared at a glance."""
_WIDTH = 1280.0


def draw_counts(title: str, charts: Sequence[Chart]) -> str:
    """A complete SVG document with the charts side by side, the same text for the same charts.

    Bars stand in the given order and are as long as their values, within each chart; a value below zero has
    none. A chart shows its first 15 entries and adds up what is beyond in a line "and N more". The first 12
    charts are drawn. The caption says what is left out.
    """
    shown = charts[:MOST_CHARTS]
    body, size = draw_charts(shown, _WIDTH)
    return sheet(title, _caption(shown, len(charts) - len(shown)), [], body, size)


def _caption(shown: Sequence[Chart], hidden: int) -> list[str]:
    if not shown:
        return ["Nothing was counted."]
    entries = counted(sum(len(chart.bars) for chart in shown), "bar")
    lines = [f"{counted(len(shown), 'chart')} with {entries}; each chart has a scale of its own."]
    if any(len(chart.bars) > MOST_BARS + 1 for chart in shown):
        lines.append(f"Of a longer list the first {MOST_BARS} are drawn and the others added up.")
    if hidden:
        lines.append(f"{counted(hidden, 'further chart')} {'is' if hidden == 1 else 'are'} not drawn.")
    return lines
