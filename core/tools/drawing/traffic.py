"""Panels placed in layers, and one counted line between each two that have edges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log2

from core.tools.drawing.chains import Item, Link
from core.tools.drawing.document import Sign
from core.tools.drawing.layered import Arrangement, Point, arrange
from core.tools.drawing.markup import Box, Font, arrowhead, curve, group, line, rect, words
from core.tools.drawing.ordering import Relation, reversed_relations
from core.tools.drawing.panels import Panel, Traffic
from core.tools.drawing.style import PAPER, Look
from core.tools.drawing.text import cells

FORWARD = Look("#44546a")
BACKWARD = Look("#b42318", dash="7 4")
BOTH = Look("#8a4b00")
RIGHT, LEFT = "\N{RIGHTWARDS ARROW}", "\N{LEFTWARDS ARROW}"
_PILL_HEIGHT = 15.0
_GAP = 76.0
"""Room between two panels for a count and two arrowheads."""


@dataclass(frozen=True, slots=True)
class Lane:
    """All edges between two panels: the left one, the right one, and the edges each way."""

    left: int
    right: int
    forward: Traffic
    backward: Traffic

    @property
    def total(self) -> int:
        """All edges both ways."""
        return self.forward.total + self.backward.total

    @property
    def look(self) -> Look:
        """Edges to the right, to the left, or both."""
        if not self.backward.total:
            return FORWARD
        return BOTH if self.forward.total else BACKWARD


@dataclass(frozen=True, slots=True)
class TrafficMap:
    """Where the panels stand, and the lines between them."""

    arrangement: Arrangement
    lanes: list[Lane]
    arrows: list[str]


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


def map_traffic(
    panels: Mapping[int, Panel], sizes: Mapping[int, tuple[float, float]], lanes: Sequence[Lane]
) -> TrafficMap:
    """Places panels by the lanes between them; panels without any stand in rows below."""
    place = {number: position for position, number in enumerate(panels)}
    relations = [
        Relation(place[lane.left], place[lane.right], float(lane.forward.ordering - lane.backward.ordering))
        for lane in lanes
    ]
    turned = reversed_relations(len(panels), relations)
    directed = [
        Lane(lane.right, lane.left, lane.backward, lane.forward) if back else lane
        for lane, back in zip(lanes, turned, strict=True)
    ]
    links = [Link(key, str(lane.left), str(lane.right)) for key, lane in enumerate(directed)]
    arrangement = arrange([Item(str(number), *sizes[number]) for number in panels], links, column_gap=_GAP)
    return TrafficMap(arrangement, directed, _arrows(panels, directed, arrangement.routes))


def _arrows(
    panels: Mapping[int, Panel], lanes: Sequence[Lane], routes: Mapping[int, list[Point]]
) -> list[str]:
    lines: list[str] = []
    pills: list[str] = []
    taken: list[Point] = []
    for key, lane in enumerate(lanes):
        hint = _hint(panels, lane)
        lines.append(group(_line(lane, routes[key]), hint, ' class="edge"'))
        pills.append(group(_pill(routes[key], lane, taken), hint))
    return [*lines, *pills]


def _line(lane: Lane, route: list[Point]) -> list[str]:
    width = 1.1 + 0.35 * log2(lane.total)
    parts = line(curve(route), lane.look, width)
    if lane.forward.total:
        parts.append(arrowhead(route, lane.look, size=7 + width))
    if lane.backward.total:
        parts.append(arrowhead(route[::-1], lane.look, size=7 + width))
    return parts


def _hint(panels: Mapping[int, Panel], lane: Lane) -> str:
    left, right = panels[lane.left].title, panels[lane.right].title
    ways = ((left, right, lane.forward), (right, left, lane.backward))
    return "; ".join(f"{a} {RIGHT} {b}: {_sum(entry)}" for a, b, entry in ways if entry.total)


def _sum(entry: Traffic) -> str:
    kinds = ", ".join(f"{kind or 'edge'} {count:,}" for kind, count in sorted(entry.kinds.items()))
    return f"{entry.total:,} ({kinds})"


def _pill(route: Sequence[Point], lane: Lane, taken: list[Point]) -> list[str]:
    """The count on its line, where no other count stands yet."""
    text = f"{lane.total:,}"
    if lane.look is BOTH:
        text = f"{RIGHT}{lane.forward.total:,} {LEFT}{lane.backward.total:,}"
    width = cells(text) * 6.6 + 8
    x, y = _free_place(route, taken, width)
    taken.append((x, y))
    box = Box(x - width / 2, y - _PILL_HEIGHT / 2, width, _PILL_HEIGHT)
    outline = rect(box, PAPER, lane.look.colour, radius=7)
    return [outline, words(x, y + 4, text, Font(10.5, bold=True, anchor="middle"))]


def _free_place(route: Sequence[Point], taken: Sequence[Point], width: float) -> Point:
    """The first spot on the sloping parts of a line that is clear of the counts before it."""
    spans = list(pairwise(route))
    slopes = [(a, b) for a, b in spans if a[1] != b[1]] or spans
    spots = [_along(a, b, t) for t in (0.5, 0.35, 0.65, 0.22, 0.78) for a, b in slopes]
    for x, y in spots:
        if all(abs(x - ox) > width + 6 or abs(y - oy) > _PILL_HEIGHT + 1 for ox, oy in taken):
            return x, y
    return spots[0]


def _along(start: Point, end: Point, t: float) -> Point:
    """A point of the curve `markup.curve` draws between two bends."""
    near, far = 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t)
    middle = (start[0] + end[0]) / 2
    x = (1 - t) ** 3 * start[0] + (near + far) * middle + t**3 * end[0]
    y = ((1 - t) ** 3 + near) * start[1] + (far + t**3) * end[1]
    return x, y


def traffic_signs(found: TrafficMap) -> list[Sign]:
    """Legend entries for the lines that occur."""
    looks = {lane.look for lane in found.lanes}
    meanings = (
        (FORWARD, "number of edges between two groups"),
        (BOTH, "edges both ways"),
        (BACKWARD, "edges back to an earlier group only"),
    )
    return [Sign(_sign(look), meaning) for look, meaning in meanings if look in looks]


def _sign(look: Look) -> str:
    ends: list[list[Point]] = [[(0, 0), (32, 0)]] if look is FORWARD else [[(32, 0), (0, 0)]]
    if look is BOTH:
        ends.append([(0, 0), (32, 0)])
    return "".join(line("M4 0H28", look, 2)) + "".join(arrowhead(end, look) for end in ends)
