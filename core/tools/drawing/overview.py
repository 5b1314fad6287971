"""The picture of a large graph: its busiest groups, and the figures of the whole."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import ceil

from core.tools.drawing.charts import Bar, Chart, draw_charts
from core.tools.drawing.document import sheet
from core.tools.drawing.graph import Edge, Graph
from core.tools.drawing.layered import Point
from core.tools.drawing.markup import Box, Font, group, label, muted, rect, symbol
from core.tools.drawing.ordering import depths
from core.tools.drawing.panels import Panel, Panels, split_panels
from core.tools.drawing.signs import badge, census, flag_signs, kind_signs
from core.tools.drawing.style import FRAMES, MUTED, Looks, looks_of, ranked
from core.tools.drawing.text import attribute
from core.tools.drawing.traffic import busiest, map_traffic, pairs, traffic_signs

MOST_PANELS = 30
MOST_LINES = 60
LEADERS = 12
BINS = 30
CARD = (206.0, 58.0)


def draw_overview(graph: Graph) -> str:
    """The picture of a clean graph."""
    looks = looks_of(graph)
    split = split_panels(graph)
    shown = {number: split.panels[number] for number in sorted(_busiest(split.panels))}
    between = {pair: entry for pair, entry in split.traffic.items() if pair[0] in shown and pair[1] in shown}
    kept = busiest(pairs(between), MOST_LINES)
    traffic = map_traffic(shown, dict.fromkeys(shown, CARD), kept)
    arranged = traffic.arrangement
    body = [
        _card(panel, arranged.places[str(number)], looks) for number, panel in shown.items()
    ] + traffic.arrows
    charts, size = draw_charts(_charts(graph), arranged.height + 34, max(arranged.width, 1280.0))
    drawn = sum(lane.total for lane in kept)
    return sheet(
        graph.title,
        _caption(graph, split, shown, drawn),
        [*kind_signs(graph, looks), *flag_signs(graph, looks), *traffic_signs(traffic)],
        body + charts,
        (max(arranged.width, size[0]), size[1]),
    )


def _busiest(panels: Sequence[Panel]) -> list[int]:
    """The panels with the most members and edges to others."""
    weight = [len(panel.members) + panel.outside for panel in panels]
    return sorted(range(len(panels)), key=lambda number: (-weight[number], number))[:MOST_PANELS]


def _card(panel: Panel, corner: Point, looks: Looks) -> str:
    x, y = corner
    width, height = CARD
    flags = Counter(node.flag for node in panel.members if node.flag)
    flagged = f" \N{MIDDLE DOT} {flags.total():,} flagged" if flags else ""
    flag = looks.flags[ranked(flags.elements())[0][0]] if flags else None
    parts = [
        rect(Box(x, y, width, height), FRAMES[0], MUTED, radius=8),
        symbol(looks.kinds[panel.head.kind], x + 15, y + 15, 9) if panel.head else "",
        label(x + (25 if panel.head else 10), y + 19, panel.title, width - 36, Font(mono=True, bold=True)),
        muted(x + 10, y + 35, f"{len(panel.members):,} nodes{flagged}", 10.5),
        muted(x + 10, y + 49, f"edges: {panel.inside:,} inside, {panel.outside:,} to others", 10.5),
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
    entries = ranked(kinds)
    bars = [Bar(kind, count) for kind, count in entries[:LEADERS]]
    rest = entries[LEADERS:]
    if rest:
        bars.append(Bar(f"({len(rest):,} more kinds)", sum(count for _, count in rest)))
    return bars


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
        f"The {len(shown)} panels are the top-level groups with the most nodes and edges to others. They hold"
        f" {within:,} nodes, none of which is drawn on its own; {others:,} further top-level groups with"
        f" {len(graph.nodes) - within:,} nodes are not drawn."
    )
    lines = (
        f"The lines stand for {drawn:,} edges between these panels; the other {len(graph.edges) - drawn:,}"
        " edges are not drawn. The figures below count everything; the layer of a node is the number of nodes"
        " on the longest chain that ends with it."
    )
    return [size, panels, lines]
