"""Draws dependency graphs, days and counts as self-contained SVG, and SVG as PNG, locally."""

from core.tools.drawing.charts import Bar, Chart
from core.tools.drawing.counts import draw_counts
from core.tools.drawing.graph import Edge, Graph, Node
from core.tools.drawing.png import to_png
from core.tools.drawing.preview import Preview, to_preview
from core.tools.drawing.render import draw_svg
from core.tools.drawing.timeline import Row, Span, Timeline, hourly
from core.tools.drawing.timeline_picture import draw_timeline

__all__ = [
    "Bar",
    "Chart",
    "Edge",
    "Graph",
    "Node",
    "Preview",
    "Row",
    "Span",
    "Timeline",
    "draw_counts",
    "draw_svg",
    "draw_timeline",
    "hourly",
    "to_png",
    "to_preview",
]
