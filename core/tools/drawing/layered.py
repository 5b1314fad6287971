"""A layered drawing of items and links inside one frame, left to right (Sugiyama's method)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from core.tools.drawing.chains import Chains, Item, Link, build_chains
from core.tools.drawing.crossings import reduce_crossings
from core.tools.drawing.flow import Point
from core.tools.drawing.placement import ITEM_GAP, place_rows, spread_ports

PAD = 12.0
BORDER_GAP = 24.0
COLUMN_GAP = 36.0
WIDEST_GAP = 130.0
SHAPE = 1.6
"""Width to height wished for a block of items without links."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Top-left corners of items and bends of links, left to right, in a frame of this size."""

    width: float
    height: float
    places: dict[str, Point]
    routes: dict[int, list[Point]]


def arrange(
    items: Sequence[Item], links: Sequence[Link], least_width: float = 0.0, column_gap: float = COLUMN_GAP
) -> Arrangement:
    """Places all items without overlap: the linked ones in layers, the others in rows below them.

    The links, read left to right, must be free of cycles. The frame is at least `least_width` wide
    and leaves at least `column_gap` between layers.
    """
    ends = {end for link in links for end in (link.left, link.right)}
    linked = [item for item in items if item.key in ends]
    loose = [item for item in items if item.key not in ends]
    upper = _layers(linked, links, column_gap) if linked else Arrangement(least_width, 0.0, {}, {})
    lower = (
        _rows(loose, upper.width - 2 * PAD, upper.height + (ITEM_GAP if linked else 0.0)) if loose else upper
    )
    width = max(upper.width, lower.width, least_width)
    return Arrangement(width, lower.height, upper.places | lower.places, _stretch(upper, width, links))


def _stretch(upper: Arrangement, width: float, links: Sequence[Link]) -> dict[int, list[Point]]:
    """Lines to the right border follow it where the rows below made the frame wider."""
    outward = {link.key for link in links if link.right is None}
    return {
        key: [*route[:-1], (width, route[-1][1])] if key in outward else route
        for key, route in upper.routes.items()
    }


def _rows(items: Sequence[Item], width: float, top: float) -> Arrangement:
    area = sum((item.width + ITEM_GAP) * (item.height + ITEM_GAP) for item in items)
    limit = max(width, sqrt(area * SHAPE), *(item.width for item in items))
    places: dict[str, Point] = {}
    x, y, row, widest = 0.0, top, 0.0, 0.0
    for item in items:
        if x and x + item.width > limit:
            x, y, row = 0.0, y + row + ITEM_GAP, 0.0
        places[item.key] = (PAD + x, y)
        x += item.width + ITEM_GAP
        row = max(row, item.height)
        widest = max(widest, x - ITEM_GAP)
    return Arrangement(widest + 2 * PAD, y + row, places, {})


def _layers(items: Sequence[Item], links: Sequence[Link], column_gap: float) -> Arrangement:
    chains = build_chains(items, links)
    reduce_crossings(chains)
    offsets = spread_ports(chains)
    plan = _Plan(chains, offsets, place_rows(chains, offsets), *_columns(chains, column_gap))
    height = max(middle + chains.height(v) / 2 for v, middle in enumerate(plan.middles))
    places = {
        item.key: (plan.lefts[chains.layer[v]], plan.middles[v] - item.height / 2)
        for v, item in enumerate(chains.items)
        if item is not None
    }
    routes = {key: plan.route(run) for key, run in chains.runs.items()}
    return Arrangement(plan.lefts[-1], height, places, routes)


def _columns(chains: Chains, column_gap: float) -> tuple[list[float], list[float]]:
    """Left edges and widths of the layers; gaps with many lines are wider."""
    widths = [max((item.width for v in row if (item := chains.items[v])), default=0.0) for row in chains.rows]
    crowd = [0] * len(widths)
    for segment in chains.segments:
        crowd[chains.layer[segment.left]] += 1
    lefts = [0.0]
    last = len(widths) - 2
    for layer, width in enumerate(widths[:-1]):
        inner = min(column_gap + 2.5 * crowd[layer], WIDEST_GAP)
        lefts.append(lefts[-1] + width + (_border_gap(crowd[layer]) if layer in {0, last} else inner))
    return lefts, widths


def _border_gap(lines: int) -> float:
    return BORDER_GAP + min(2.0 * lines, 30.0) if lines else PAD


@dataclass(frozen=True, slots=True)
class _Plan:
    """All coordinates: offsets of segment ends, middles of vertices, left edges and widths of layers."""

    chains: Chains
    offsets: Sequence[tuple[float, float]]
    middles: Sequence[float]
    lefts: Sequence[float]
    widths: Sequence[float]

    def route(self, run: Sequence[int]) -> list[Point]:
        """The bends of a link: level across each layer, sloping only in the gaps between layers."""
        first = self.chains.segments[run[0]].left
        item = self.chains.items[first]
        start = self.lefts[self.chains.layer[first]] + (item.width if item else 0.0)
        points = [(start, self.middles[first] + self.offsets[run[0]][0])]
        for number in run:
            points += self._slope(number)
        return list(dict.fromkeys(points))

    def _slope(self, number: int) -> list[Point]:
        segment = self.chains.segments[number]
        layer = self.chains.layer[segment.left]
        left, right = self.offsets[number]
        return [
            (self.lefts[layer] + self.widths[layer], self.middles[segment.left] + left),
            (self.lefts[layer + 1], self.middles[segment.right] + right),
        ]
