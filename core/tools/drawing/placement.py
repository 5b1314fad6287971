"""Heights for ordered layers: as close to the neighbours as the room between them allows."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

from core.tools.drawing.chains import Chains

ITEM_GAP = 18.0
LANE_GAP = 9.0
ROUNDS = 8
MARGIN = 7.0
"""Least distance of a line's end from the corners of an item."""
_STRAIGHT = 4.0
"""How much more a line that passes pulls than one that ends: long lines should be straight."""


def spread_ports(chains: Chains) -> list[tuple[float, float]]:
    """Of every segment, the distance of its two ends from the middles of its vertices.

    Ends without a port share the side of their item evenly, in the order of what they lead to.
    """
    places = {vertex: position for row in chains.rows for position, vertex in enumerate(row)}
    sides: dict[tuple[int, bool], list[tuple[int, int]]] = {}
    for number, segment in enumerate(chains.segments):
        sides.setdefault((segment.left, True), []).append((places[segment.right], number))
        sides.setdefault((segment.right, False), []).append((places[segment.left], number))
    offsets: list[list[float]] = [[0.0, 0.0] for _ in chains.segments]
    for (vertex, is_left_end), ends in sides.items():
        height = chains.height(vertex)
        room = max(0.0, height - 2 * MARGIN)
        for rank, (_, number) in enumerate(sorted(ends)):
            segment = chains.segments[number]
            port = segment.left_port if is_left_end else segment.right_port
            free = room * ((rank + 1) / (len(ends) + 1) - 0.5)
            offsets[number][0 if is_left_end else 1] = free if port is None else port - height / 2
    return [(left, right) for left, right in offsets]


def place_rows(chains: Chains, offsets: Sequence[tuple[float, float]]) -> list[float]:
    """The middle of every vertex, in pixels from the top of the highest one's upper edge."""
    pulls = _pulls(chains, offsets)
    middles = [0.0] * len(chains.items)
    for row in chains.rows:
        _settle(chains, row, middles, pulls, -1)
    last = len(chains.rows)
    for round_ in range(ROUNDS):
        sides = (0, 1) if round_ < ROUNDS - 2 else (2, 2)
        for side in sides:
            order = range(last) if side != 1 else range(last - 1, -1, -1)
            for layer in order:
                _settle(chains, chains.rows[layer], middles, pulls, side)
    top = min((middles[v] - chains.height(v) / 2 for v in range(len(middles))), default=0.0)
    return [middle - top for middle in middles]


_Pull: TypeAlias = tuple[int, float, float]
"""A neighbour, the wished difference of the two middles, and the weight of the wish."""


def _pulls(chains: Chains, offsets: Sequence[tuple[float, float]]) -> list[tuple[list[_Pull], list[_Pull]]]:
    pulls: list[tuple[list[_Pull], list[_Pull]]] = [([], []) for _ in chains.items]
    for segment, (left, right) in zip(chains.segments, offsets, strict=True):
        passing = sum(chains.items[vertex] is None for vertex in (segment.left, segment.right))
        weight = _STRAIGHT**passing
        pulls[segment.right][0].append((segment.left, left - right, weight))
        pulls[segment.left][1].append((segment.right, right - left, weight))
    return pulls


def _settle(
    chains: Chains,
    row: Sequence[int],
    middles: list[float],
    pulls: Sequence[tuple[list[_Pull], list[_Pull]]],
    side: int,
) -> None:
    """Moves one row to its neighbours on one side (0 left, 1 right, 2 both, -1 none)."""
    wishes: list[tuple[float, float]] = []
    for vertex in row:
        left, right = pulls[vertex]
        heard = [] if side < 0 else (left, right, left + right)[side]
        weight = sum(pull[2] for pull in heard)
        if weight:
            wishes.append((sum((middles[n] + shift) * w for n, shift, w in heard) / weight, weight))
        else:
            wishes.append((middles[vertex], 0.1))
    gaps = [_gap(chains, upper, lower) for upper, lower in pairwise(row)]
    for vertex, middle in zip(row, spaced(wishes, gaps), strict=True):
        middles[vertex] = middle


def _gap(chains: Chains, upper: int, lower: int) -> float:
    lanes = chains.items[upper] is None or chains.items[lower] is None
    return (chains.height(upper) + chains.height(lower)) / 2 + (LANE_GAP if lanes else ITEM_GAP)


def spaced(wishes: Sequence[tuple[float, float]], gaps: Sequence[float]) -> list[float]:
    """Positions closest to the (wish, weight) pairs by least squares that keep their order and the gaps.

    Taking the gaps off turns it into isotonic regression, solved exactly by pooling adjacent violators.
    """
    shift = [0.0]
    for gap in gaps:
        shift.append(shift[-1] + gap)
    pools: list[tuple[float, float, int]] = []
    for (wish, weight), moved in zip(wishes, shift, strict=False):
        value, total, size = wish - moved, weight, 1
        while pools and pools[-1][0] > value:
            upper, upper_total, upper_size = pools.pop()
            value = (upper * upper_total + value * total) / (upper_total + total)
            total += upper_total
            size += upper_size
        pools.append((value, total, size))
    flat = [value for value, _, size in pools for _ in range(size)]
    return [value + moved for value, moved in zip(flat, shift, strict=False)]
