"""The picture of a middling graph: one panel per top-level group that lists all its members in order."""

from collections.abc import Sequence

from core.tools.drawing.document import sheet
from core.tools.drawing.figures import Figures
from core.tools.drawing.graph import Graph
from core.tools.drawing.lanes import draw_lanes, lane_signs
from core.tools.drawing.listing import build_listing, title_size
from core.tools.drawing.panel_list import draw_panel
from core.tools.drawing.panels import Panels, split_panels
from core.tools.drawing.rows import panel_rows
from core.tools.drawing.signs import flag_signs, kind_signs
from core.tools.drawing.style import looks_of
from core.tools.drawing.traffic import Lane, busiest, map_traffic, pairs

LINES_PER_PANEL, LEAST_LINES = 3, 30
LARGEST = 5000.0
"""Pixels a side beyond which nobody reads names of 10 pixels any more: on a screen or as a raster picture
they would be smaller than 8, and one has to scroll sideways for every line between panels."""


def draw_grouped(graph: Graph) -> str | None:
    """The picture of a clean graph; None where it would become too large to read."""
    looks, split, figures = looks_of(graph), split_panels(graph), Figures(graph)
    shown = dict(enumerate(split.panels))
    title = title_size(len(graph.nodes))
    listings = {
        number: build_listing(panel_rows(panel, graph, figures.levels), panel, title)
        for number, panel in shown.items()
    }
    lanes = pairs(split.traffic)
    kept = busiest(lanes, max(LEAST_LINES, LINES_PER_PANEL * len(shown)))
    traffic = map_traffic({number: listing.size for number, listing in listings.items()}, kept)
    if max(traffic.width, traffic.height) > LARGEST:
        return None
    body = [draw_panel(shown[n], listings[n], traffic.places[n], looks, figures) for n in shown]
    legend = [*kind_signs(graph, looks), *flag_signs(graph, looks), *lane_signs(traffic)]
    caption = _caption(graph, split, lanes, kept)
    return sheet(
        graph.title, caption, legend, body + draw_lanes(traffic, shown), (traffic.width, traffic.height)
    )


def _caption(graph: Graph, split: Panels, lanes: Sequence[Lane], kept: Sequence[Lane]) -> list[str]:
    inside = sum(panel.inside for panel in split.panels)
    drawn = sum(lane.total for lane in kept)
    shown = (
        f"All {len(graph.nodes):,} nodes are listed, one panel per top-level group."
        f" Of {len(graph.edges):,} edges {drawn:,} between panels are drawn as counted lines;"
        f" {inside:,} inside panels are not drawn."
    )
    layer = (
        "The number before a name is its layer: 1 has nothing before it, each edge leads to a higher layer"
        " (a group comes before its members; the members of a cycle share one layer)."
    )
    if len(kept) == len(lanes):
        return [shown, layer]
    hidden = len(graph.edges) - inside - drawn
    thinnest = f"Only the {len(kept):,} busiest of {len(lanes):,} lines are drawn; {hidden:,} edges are not."
    return [shown, layer, thinnest]
