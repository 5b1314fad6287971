"""A layered drawing of items and links inside one frame, left to right (Sugiyama's method)."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TypeAlias

from core.tools.drawing.chains import Chains, Item, Link, build_chains
from core.tools.drawing.crossings import reduce_crossings
from core.tools.drawing.placement import ITEM_GAP, place_rows, spread_ports

Point: TypeAlias = tuple[float, float]

PAD = 14.0
BORDER_GAP = 34.0
COLUMN_GAP = 46.0
WIDEST_GAP = 130.0
SHAPE = 1.6
"""Width to height wished for a block of items without links."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where things stand in a frame of this size: top-left corners of items, and the bends of links left to right."""

    width: float
    height: float
    places: dict[str, Point]
    routes: dict[int, list[Point]]


def arrange(items: Sequence[Item], links: Sequence[Link], least_width: float = 0.0) -> Arrangement:
    """Places all items without overlap: the linked ones in layers, the others in rows below them.

    The links, read left to right, must be free of cycles. The frame is at least `least_width` wide.
    """
    ends = {end for link in links for end in (link.left, link.right)}
    linked = [item for item in items if item.key in ends]
    loose = [item for item in items if item.key not in ends]
    upper = _layers(linked, links) if linked else Arrangement(least_width, 0.0, {}, {})
    lower = _rows(loose, upper.width - 2 * PAD, upper.height + (ITEM_GAP if linked else 0.0)) if loose else upper
    width = max(upper.width, lower.width, least_width)
    return Arrangement(width, lower.height, upper.places | lower.places, _stretch(upper, width, links))


def _stretch(upper: Arrangement, width: float, links: Sequence[Link]) -> dict[int, list[Point]]:
    """Lines to the right border follow it where the rows below made the frame wider."""
    outward = {link.key for link in links if link.right is None}
    return {
        key: [*route[:-1], (width, route[-1][1])] if key in outward else route for key, route in upper.routes.items()
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


def _layers(items: Sequence[Item], links: Sequence[Link]) -> Arrangement:
    chains = build_chains(items, links)
    reduce_crossings(chains)
    offsets = spread_ports(chains)
    middles = place_rows(chains, offsets)
    lefts, widths = _columns(chains)
    height = max(middles[v] + chains.height(v) / 2 for v in range(len(middles)))
    places = {
        item.key: (lefts[chains.layer[v]], middles[v] - item.height / 2)
        for v, item in enumerate(chains.items)
        if item is not None
    }
    routes = {key: _route(chains, run, offsets, middles, lefts, widths) for key, run in chains.runs.items()}
    return Arrangement(lefts[-1], height, places, routes)


def _columns(chains: Chains) -> tuple[list[float], list[float]]:
    """Left edges and widths of the layers; gaps with many lines are wider."""
    widths = [max((item.width for v in row if (item := chains.items[v])), default=0.0) for row in chains.rows]
    crowd = [0] * len(widths)
    for segment in chains.segments:
        crowd[chains.layer[segment.left]] += 1
    lefts = [0.0]
    last = len(widths) - 2
    for layer, width in enumerate(widths[:-1]):
        lefts.append(lefts[-1] + width + _column_gap(crowd[layer], outer=layer in (0, last)))
    return lefts, widths


def _column_gap(lines: int, *, outer: bool) -> float:
    if outer:
        return BORDER_GAP + min(2.0 * lines, 30.0) if lines else PAD
    return min(COLUMN_GAP + 2.5 * lines, WIDEST_GAP)


def _route(  # noqa: PLR0913
    chains: Chains,
    run: Sequence[int],
    offsets: Sequence[tuple[float, float]],
    middles: Sequence[float],
    lefts: Sequence[float],
    widths: Sequence[float],
) -> list[Point]:
    points: list[Point] = []
    for number in run:
        segment = chains.segments[number]
        start, end = middles[segment.left] + offsets[number][0], middles[segment.right] + offsets[number][1]
        layer = chains.layer[segment.left]
        if not points:
            item = chains.items[segment.left]
            points.append((lefts[layer] + (item.width if item else 0.0), start))
        points.extend([(lefts[layer] + widths[layer], start), (lefts[layer + 1], end)])
    return list(dict.fromkeys(points))
