"""Chooses the picture that stays readable for the size of the graph."""

from core.tools.drawing.cleaning import clean
from core.tools.drawing.detailed import draw_detailed
from core.tools.drawing.graph import Graph
from core.tools.drawing.grouped import draw_grouped
from core.tools.drawing.nesting import deepest
from core.tools.drawing.overview import draw_overview

DETAILED_NODES, DETAILED_EDGES, DETAILED_NESTING = 60, 180, 6
GROUPED_NODES, GROUPED_PANELS = 2000, 80


def draw_svg(graph: Graph) -> str:
    """A complete SVG document, the same text for the same graph.

    It holds no script, no style sheet and no reference to the outside. Up to 60 nodes every node and edge is
    drawn; up to 2,000 nodes one panel per top-level group with all its members, as long as that can be read;
    above that an overview. Very dense or deeply nested graphs take the next picture earlier. The picture runs
    to the right, or down where it would become too wide. The caption says what is shown and what not.
    Any graph can be drawn; see `clean` for the repairs.
    """
    whole = clean(graph)
    if _fits_detailed(whole):
        return draw_detailed(whole)
    top_level = sum(parent is None for parent in whole.groups.values())
    listed = len(whole.nodes) <= GROUPED_NODES and top_level <= GROUPED_PANELS
    return (draw_grouped(whole) if listed else None) or draw_overview(whole)


def _fits_detailed(graph: Graph) -> bool:
    return (
        len(graph.nodes) <= DETAILED_NODES
        and len(graph.edges) <= DETAILED_EDGES
        and len(graph.groups) <= DETAILED_NODES
        and deepest(graph.groups) <= DETAILED_NESTING
    )
