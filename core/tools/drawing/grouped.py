"""The picture of a middling graph: one panel per top-level group that lists all its members in order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from core.tools.drawing.document import sheet
from core.tools.drawing.graph import Graph, Node
from core.tools.drawing.layered import Point
from core.tools.drawing.markup import Box, Font, group, label, muted, rect, symbol, words
from core.tools.drawing.ordering import depths_through_groups
from core.tools.drawing.panels import Panel, Panels, split_panels
from core.tools.drawing.rows import Row, panel_rows
from core.tools.drawing.signs import badge, flag_signs, kind_signs
from core.tools.drawing.style import FRAMES, MUTED, Looks, looks_of
from core.tools.drawing.text import CELL, attribute, cells, safe, shorten
from core.tools.drawing.traffic import Lane, busiest, map_traffic, pairs, traffic_signs

LINES_PER_PANEL, LEAST_LINES = 3, 30
HEAD = 44.0
ROW = 15.0
FONT = 10.5
INDENT = 11.0
GUTTER = 24.0
NAME_CELLS = 30
FLAG_CELLS = 14
_PAD = 10.0


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows of one panel in columns of equal length, with the width of each column."""

    columns: list[list[Row]]
    widths: list[float]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the panel."""
        tallest = max((len(column) for column in self.columns), default=0)
        return sum(self.widths) + 2 * _PAD, HEAD + tallest * ROW + _PAD


def draw_grouped(graph: Graph) -> str:
    """The picture of a clean graph."""
    looks = looks_of(graph)
    split = split_panels(graph)
    figures = _Figures(graph)
    shown = dict(enumerate(split.panels))
    listings = {
        number: _listing(panel_rows(panel, graph, figures.levels), panel) for number, panel in shown.items()
    }
    lanes = pairs(split.traffic)
    kept = busiest(lanes, max(LEAST_LINES, LINES_PER_PANEL * len(shown)))
    traffic = map_traffic(shown, {number: listing.size for number, listing in listings.items()}, kept)
    places = traffic.arrangement.places
    body = [_panel(shown[n], listings[n], places[str(n)], looks, figures) for n in shown] + traffic.arrows
    legend = [*kind_signs(graph, looks), *flag_signs(graph, looks), *traffic_signs(traffic)]
    size = (traffic.arrangement.width, traffic.arrangement.height)
    return sheet(graph.title, _caption(graph, split, lanes, kept), legend, body, size)


class _Figures:
    """Of every node, its layer and how many edges end and start at it."""

    def __init__(self, graph: Graph) -> None:
        self.levels = depths_through_groups(graph)
        self._into = Counter(edge.target for edge in graph.edges)
        self._out = Counter(edge.source for edge in graph.edges)

    def hint(self, node: Node) -> str:
        """Name, kind, flag and the number of edges of a node."""
        dash = " \N{EN DASH} "
        about = dash.join(part for part in (node.label, node.kind, node.flag) if part)
        return f"{about}{dash}{self._into[node.id]:,} edges in, {self._out[node.id]:,} out"

    def subtitle(self, panel: Panel) -> str:
        """The size of a panel and the layers it spans."""
        layers = [self.levels[node.id] + 1 for node in panel.members]
        first, last = min(layers), max(layers)
        span = f"layer {first}" if first == last else f"layers {first}\N{EN DASH}{last}"
        nodes, edges = _counted(len(layers), "node"), _counted(panel.inside, "edge")
        return f"{nodes} \N{MIDDLE DOT} {span} \N{MIDDLE DOT} {edges} inside"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _listing(rows: list[Row], panel: Panel) -> Listing:
    count = max(1, round(sqrt(0.08 * len(rows))))
    length = max(1, ceil(len(rows) / count))
    columns = [rows[start : start + length] for start in range(0, len(rows), length)] or [[]]
    widths = [max((_row_width(row) for row in column), default=0.0) + 8 for column in columns]
    least = min(cells(safe(panel.title)) * 12 * CELL + 30, 260.0) + 2 * _PAD
    widths[-1] += max(0.0, max(least, 212.0) - sum(widths))
    return Listing(columns, widths)


def _row_width(row: Row) -> float:
    name = min(cells(safe(row.label)), NAME_CELLS) * FONT * CELL
    flag = min(cells(safe(row.node.flag)), FLAG_CELLS) * 9 * CELL + 24 if row.node and row.node.flag else 0.0
    return GUTTER + row.level * INDENT + 14 + name + flag + 8


def _panel(panel: Panel, listing: Listing, corner: Point, looks: Looks, figures: _Figures) -> str:
    x, y = corner
    width, height = listing.size
    flag = looks.flags.get(panel.head.flag or "") if panel.head else None
    stroke, extra = (flag.colour, ' stroke-width="2"') if flag else (MUTED, "")
    parts = [
        rect(Box(x, y, width, height), FRAMES[0], stroke, extra, 10),
        symbol(looks.kinds[panel.head.kind], x + 16, y + 16, 9) if panel.head else "",
        label(x + (26 if panel.head else 12), y + 20, panel.title, width - 40, Font(mono=True, bold=True)),
        muted(x + 12, y + 35, figures.subtitle(panel), 10),
        badge(x + width - 5, y + 5, flag) if flag else "",
    ]
    left = x + _PAD
    for column, column_width in zip(listing.columns, listing.widths, strict=True):
        parts += [
            _row(row, (left, y + HEAD + (i + 0.75) * ROW), looks, figures) for i, row in enumerate(column)
        ]
        left += column_width
    hint = figures.hint(panel.head) if panel.head else panel.title
    return group(parts, hint, f' class="group" data-id={attribute(panel.group or "")}')


def _row(row: Row, start: Point, looks: Looks, figures: _Figures) -> str:
    x, y = start
    left = x + GUTTER + row.level * INDENT
    gutter = muted(x + GUTTER - 6, y, str(row.depth + 1), 9, "end")
    font = Font(FONT, mono=True, bold=row.is_group)
    name = label(left + 12, y, row.label, NAME_CELLS * FONT * CELL + 1, font)
    node = row.node
    if node is None:
        return group([gutter, name], row.label)
    parts = [gutter, symbol(looks.kinds[node.kind], left + 4, y - 3.5, 7), name]
    if node.flag:
        look = looks.flags[node.flag]
        end = left + 12 + min(cells(safe(node.label)), NAME_CELLS) * FONT * CELL
        word = words(
            end + 19, y, shorten(safe(node.flag), FLAG_CELLS), Font(9, look.colour, mono=True, bold=True)
        )
        parts += [badge(end + 11, y - 4, look, 5), word]
    return group(parts, figures.hint(node), f' class="node" data-id={attribute(node.id)}')


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
