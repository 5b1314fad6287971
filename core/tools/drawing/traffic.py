"""Panels placed in layers, and one lane between each two that have edges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.tools.drawing.chains import Item, Link
from core.tools.drawing.flow import Flow, Point, best_fit
from core.tools.drawing.layered import arrange
from core.tools.drawing.ordering import Relation, reversed_relations
from core.tools.drawing.panels import Traffic

_GAPS = {Flow.RIGHT: 76.0, Flow.DOWN: 52.0}
"""Room between two panels for a count and two arrowheads; counts are wider than high."""


@dataclass(frozen=True, slots=True)
class Lane:
    """All edges between two panels: the earlier (left) one, the later one, and the edges each way."""

    left: int
    right: int
    forward: Traffic
    backward: Traffic

    @property
    def total(self) -> int:
        """All edges both ways."""
        return self.forward.total + self.backward.total


@dataclass(frozen=True, slots=True)
class TrafficMap:
    """Where the panels stand, and the bends of the lanes between them."""

    width: float
    height: float
    places: Mapping[int, Point]
    routes: Mapping[int, list[Point]]
    lanes: list[Lane]
    flow: Flow


def pairs(traffic: Mapping[tuple[int, int], Traffic]) -> list[Lane]:
    """One lane for each two panels; the one with more ordering edges to the other is the left one."""
    lanes = []
    for a, b in sorted({(min(pair), max(pair)) for pair in traffic}):
        lane = Lane(a, b, traffic.get((a, b), Traffic()), traffic.get((b, a), Traffic()))
        turn = lane.backward.ordering > lane.forward.ordering
        lanes.append(Lane(b, a, lane.backward, lane.forward) if turn else lane)
    return lanes


def busiest(lanes: Sequence[Lane], most: int) -> list[Lane]:
    """The `most` lanes with the most edges, in their old order."""
    ranks = sorted(range(len(lanes)), key=lambda number: (-lanes[number].total, number))[:most]
    return [lanes[number] for number in sorted(ranks)]


def map_traffic(sizes: Mapping[int, tuple[float, float]], lanes: Sequence[Lane]) -> TrafficMap:
    """Places panels of these sizes by the lanes between them; panels without any stand in rows below."""
    place = {number: position for position, number in enumerate(sizes)}
    relations = [
        Relation(place[lane.left], place[lane.right], float(lane.forward.ordering - lane.backward.ordering))
        for lane in lanes
    ]
    turned = reversed_relations(len(sizes), relations)
    directed = [
        Lane(lane.right, lane.left, lane.backward, lane.forward) if back else lane
        for lane, back in zip(lanes, turned, strict=True)
    ]
    return best_fit(lambda flow: _arranged(sizes, directed, flow))


def _arranged(sizes: Mapping[int, tuple[float, float]], lanes: list[Lane], flow: Flow) -> TrafficMap:
    items = [Item(str(number), *flow.turn(size)) for number, size in sizes.items()]
    links = [Link(key, str(lane.left), str(lane.right)) for key, lane in enumerate(lanes)]
    found = arrange(items, links, column_gap=_GAPS[flow])
    places = {number: flow.turn(found.places[str(number)]) for number in sizes}
    routes = {key: [flow.turn(point) for point in route] for key, route in found.routes.items()}
    return TrafficMap(*flow.turn((found.width, found.height)), places, routes, lanes, flow)
