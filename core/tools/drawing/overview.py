"""The picture of a large graph: its busiest groups, and the figures of the whole."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import ceil, inf

from core.tools.drawing.charts import BAR, MOST_BARS, Bar, Chart, draw_charts
from core.tools.drawing.document import sheet
from core.tools.drawing.figures import counted
from core.tools.drawing.flow import Point
from core.tools.drawing.graph import Edge, Graph
from core.tools.drawing.lanes import draw_lanes, lane_signs
from core.tools.drawing.markup import Box, Font, group, label, muted, number, rect, symbol, words
from core.tools.drawing.ordering import depths
from core.tools.drawing.panels import Panel, Panels, split_panels
from core.tools.drawing.signs import badge, census, flag_signs, kind_signs
from core.tools.drawing.style import FRAMES, MUTED, Looks, looks_of, ranked
from core.tools.drawing.text import attribute
from core.tools.drawing.traffic import TrafficMap, busiest, map_traffic, pairs

MOST_PANELS = 30
MOST_LINES = 60
BINS = MOST_BARS
LEADERS = 12
LEAST_WIDTH = 1280.0
_APART = 40.0
"""Between the panels and the charts."""
CARD = (230.0, 74.0)
_TITLE = Font(14, mono=True, bold=True)


def draw_overview(graph: Graph) -> str:
    """The picture of a clean graph."""
    looks = looks_of(graph)
    split = split_panels(graph)
    shown = {place: split.panels[place] for place in sorted(_busiest(split.panels))}
    between = {pair: entry for pair, entry in split.traffic.items() if pair[0] in shown and pair[1] in shown}
    kept = busiest(pairs(between), MOST_LINES)
    traffic = map_traffic(dict.fromkeys(shown, CARD), kept)
    most = max((len(panel.members) for panel in shown.values()), default=1)
    cards = [_card(panel, traffic.places[place], looks, most) for place, panel in shown.items()]
    body, size = _with_charts(cards + draw_lanes(traffic, shown), traffic, graph)
    caption = _caption(graph, split, shown, sum(lane.total for lane in kept))
    legend = [*kind_signs(graph, looks), *flag_signs(graph, looks), *lane_signs(traffic)]
    return sheet(graph.title, caption, legend, body, size)


def _with_charts(
    drawn: list[str], traffic: TrafficMap, graph: Graph
) -> tuple[list[str], tuple[float, float]]:
    """The charts below the panels, or beside them where the panels are higher than wide."""
    beside = traffic.height > traffic.width
    room = (inf, traffic.height) if beside else (max(traffic.width, LEAST_WIDTH), 0.0)
    charts, (width, height) = draw_charts(_charts(graph), *room)
    x, y = (traffic.width + _APART, 0.0) if beside else (0.0, traffic.height + _APART)
    placed = group(charts, attributes=f' transform="translate({number(x)} {number(y)})"')
    return [*drawn, placed], (max(traffic.width, x + width), max(traffic.height, y + height))


def _busiest(panels: Sequence[Panel]) -> list[int]:
    """The panels with the most members and edges to others."""
    weight = [len(panel.members) + panel.outside for panel in panels]
    return sorted(range(len(panels)), key=lambda place: (-weight[place], place))[:MOST_PANELS]


def _card(panel: Panel, corner: Point, looks: Looks, most: int) -> str:
    """Name and figures of a panel, and a bar that compares its size with the largest one's."""
    x, y = corner
    width, height = CARD
    flags = Counter(node.flag for node in panel.members if node.flag)
    flagged = f" \N{MIDDLE DOT} {flags.total():,} flagged" if flags else ""
    flag = looks.flags[ranked(flags.elements())[0][0]] if flags else None
    look = looks.kinds[panel.head.kind] if panel.head else None
    parts = [
        rect(Box(x, y, width, height), FRAMES[0], look.colour if look else MUTED, radius=8),
        symbol(look, x + 16, y + 17, 10) if look else "",
        label(x + (28 if look else 10), y + 22, panel.title, width - 42, _TITLE),
        words(x + 10, y + 40, f"{counted(len(panel.members), 'node')}{flagged}", Font(12)),
        muted(x + 10, y + 56, f"edges: {panel.inside:,} inside, {panel.outside:,} to others", 11),
        rect(Box(x + 10, y + height - 11, (width - 20) * len(panel.members) / most, 4), BAR, radius=2),
        badge(x + width - 4, y + 4, flag) if flag else "",
    ]
    return group(parts, panel.title, f' class="group" data-id={attribute(panel.group or "")}')


def _charts(graph: Graph) -> list[Chart]:
    names = {node.id: node.label for node in graph.nodes}
    return [
        Chart("Nodes by kind", _counts(node.kind or "(no kind)" for node in graph.nodes)),
        Chart("Edges by kind", _counts(edge.kind or "(no kind)" for edge in graph.edges)),
        Chart("Nodes per layer", _layers(depths(graph))),
        Chart("Most edges out", _leaders(graph.edges, names, outward=True)),
        Chart("Most edges in", _leaders(graph.edges, names, outward=False)),
    ]


def _counts(kinds: Iterable[str]) -> list[Bar]:
    return [Bar(kind, count) for kind, count in ranked(kinds)]


def _layers(levels: Mapping[str, int]) -> list[Bar]:
    counts = Counter(levels.values())
    total = max(counts, default=-1) + 1
    step = max(1, ceil(total / BINS))
    bars = []
    for start in range(0, total, step):
        end = min(start + step, total)
        name = f"{start + 1}" if end == start + 1 else f"{start + 1:,}\N{EN DASH}{end:,}"
        bars.append(Bar(name, sum(counts[level] for level in range(start, end))))
    return bars


def _leaders(edges: Iterable[Edge], names: Mapping[str, str], *, outward: bool) -> list[Bar]:
    counts = Counter(edge.source if outward else edge.target for edge in edges)
    leaders = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:LEADERS]
    return [Bar(names[node], count) for node, count in leaders]


def _caption(graph: Graph, split: Panels, shown: Mapping[int, Panel], drawn: int) -> list[str]:
    within = sum(len(panel.members) for panel in shown.values())
    others = len(split.panels) - len(shown)
    size = f"{census(graph)}: too many to draw one by one, so this is an overview."
    panels = (
        f"The panels are the {counted(len(shown), 'top-level group')} with most nodes and edges to others."
        f" They hold {counted(within, 'node')} that are not drawn one by one."
    )
    if others:
        rest = counted(len(graph.nodes) - within, "node")
        panels += f" {counted(others, 'further top-level group')} with {rest} are not drawn."
    lines = (
        f"The lines stand for {drawn:,} edges between these panels; the other {len(graph.edges) - drawn:,}"
        " edges are not drawn. The charts count everything; the layer of a node is the number of nodes"
        " on the longest chain that ends with it."
    )
    return [size, panels, lines]
