"""The lines between panels: as thick as they are busy, each with its number of edges."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log2

from core.tools.drawing.document import Sign
from core.tools.drawing.flow import Flow, Point
from core.tools.drawing.lines import arrowhead, curve, line
from core.tools.drawing.markup import Box, Font, group, rect, words
from core.tools.drawing.panels import Panel, Traffic
from core.tools.drawing.style import PAPER, Look
from core.tools.drawing.text import cells
from core.tools.drawing.traffic import Lane, TrafficMap

FORWARD = Look("#44546a")
BACKWARD = Look("#b42318", dash="7 4")
BOTH = Look("#8a4b00")
_WAYS = {
    Flow.RIGHT: ("\N{RIGHTWARDS ARROW}", "\N{LEFTWARDS ARROW}"),
    Flow.DOWN: ("\N{DOWNWARDS ARROW}", "\N{UPWARDS ARROW}"),
}
_PILL_HEIGHT = 15.0


def draw_lanes(found: TrafficMap, panels: Mapping[int, Panel]) -> list[str]:
    """All lines, then all counts."""
    lines: list[str] = []
    pills: list[str] = []
    taken: list[Point] = []
    for key, lane in enumerate(found.lanes):
        hint = _hint(panels, lane)
        lines.append(group(_line(lane, found.routes[key], found.flow), hint, ' class="edge"'))
        pills.append(group(_pill(found.routes[key], lane, found.flow, taken), hint))
    return [*lines, *pills]


def look_of(lane: Lane) -> Look:
    """Edges along the flow, against it, or both."""
    if not lane.backward.total:
        return FORWARD
    return BOTH if lane.forward.total else BACKWARD


def _line(lane: Lane, route: list[Point], flow: Flow) -> list[str]:
    width, look = 1.1 + 0.35 * log2(lane.total), look_of(lane)
    parts = line(curve(route, flow), look, width)
    if lane.forward.total:
        parts.append(arrowhead(route, look, flow, size=7 + width))
    if lane.backward.total:
        parts.append(arrowhead(route[::-1], look, flow, size=7 + width))
    return parts


def _hint(panels: Mapping[int, Panel], lane: Lane) -> str:
    left, right = panels[lane.left].title, panels[lane.right].title
    ways = ((left, right, lane.forward), (right, left, lane.backward))
    return "; ".join(f"{a} \N{RIGHTWARDS ARROW} {b}: {_sum(entry)}" for a, b, entry in ways if entry.total)


def _sum(entry: Traffic) -> str:
    kinds = ", ".join(f"{kind or 'edge'} {count:,}" for kind, count in sorted(entry.kinds.items()))
    return f"{entry.total:,} ({kinds})"


def _pill(route: Sequence[Point], lane: Lane, flow: Flow, taken: list[Point]) -> list[str]:
    """The count on its line, where no other count stands yet."""
    text, look = f"{lane.total:,}", look_of(lane)
    if look is BOTH:
        along, against = _WAYS[flow]
        text = f"{along}{lane.forward.total:,} {against}{lane.backward.total:,}"
    width = cells(text) * 6.6 + 8
    x, y = _free_place(route, flow, taken, width)
    taken.append((x, y))
    box = Box(x - width / 2, y - _PILL_HEIGHT / 2, width, _PILL_HEIGHT)
    outline = rect(box, PAPER, look.colour, radius=7)
    return [outline, words(x, y + 4, text, Font(10.5, bold=True, anchor="middle"))]


def _free_place(route: Sequence[Point], flow: Flow, taken: Sequence[Point], width: float) -> Point:
    """The first spot on the sloping parts of a line that is clear of the counts before it."""
    spans = list(pairwise(flow.turn(point) for point in route))
    slopes = [(a, b) for a, b in spans if a[1] != b[1]] or spans
    spots = [flow.turn(_along(a, b, t)) for t in (0.5, 0.35, 0.65, 0.22, 0.78) for a, b in slopes]
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


def lane_signs(found: TrafficMap) -> list[Sign]:
    """Legend entries for the lines that occur."""
    looks = {look_of(lane) for lane in found.lanes}
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
