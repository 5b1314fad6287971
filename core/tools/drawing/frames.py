"""Lays out every frame from the inside outwards and puts the pieces together.

Everything is laid out to the right; for a picture that reads down, sizes are turned before and all
places after. Only the room for a group's label, which is always at its top, depends on the flow.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.tools.drawing.chains import Item, Link
from core.tools.drawing.flow import Flow, Point
from core.tools.drawing.layered import PAD, Arrangement, arrange
from core.tools.drawing.markup import Box
from core.tools.drawing.nesting import Frame, Nesting, Piece

HEADER = 32.0
"""Room for the label of a group at the top of its frame, in pixels."""
LABEL_PORT = HEADER / 2
"""Where a line to the group itself meets its frame, from its upper left corner: at the label."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes of all nodes and groups, and the bends of all edges but self loops, source to target."""

    width: float
    height: float
    boxes: Mapping[str, Box]
    routes: Mapping[int, list[Point]]
    flow: Flow = Flow.RIGHT


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is known while frames are laid out: sizes along and across, and the finished inner frames."""

    nesting: Nesting
    sizes: Mapping[str, tuple[float, float]]
    inset: Point
    """Where the inside of a group starts: along and across."""
    inner: dict[Frame, Arrangement] = field(default_factory=dict)

    def item(self, child: str) -> Item:
        """A node, or a group around its finished inside."""
        along, across = self.sizes[child]
        if child in self.inner:
            inside = self.inner[child]
            along = max(along, self.inset[0] + inside.width)
            across = max(across, self.inset[1] + inside.height + PAD)
        return Item(child, along, across)

    def link(self, piece: Piece) -> Link:
        """A piece of an edge as the line to lay out."""
        left, right = (piece.end, piece.start) if piece.backward else (piece.start, piece.end)
        return Link(piece.edge, left, right, self._port(piece, left, -1), self._port(piece, right, 0))

    def _port(self, piece: Piece, child: str | None, side: int) -> float | None:
        """Where a line meets a group: at the border point of its inner piece, or beside the group's label."""
        if child is None or child not in self.nesting.children:
            return None
        route = self.inner[child].routes.get(piece.edge)
        return LABEL_PORT if route is None else self.inset[1] + route[side][1]


def lay_out(nesting: Nesting, sizes: Mapping[str, tuple[float, float]], flow: Flow = Flow.RIGHT) -> Picture:
    """Places everything; `sizes` gives width and height of plain nodes and the least ones of groups."""
    frames = nesting.frames()
    turned = {name: flow.turn(size) for name, size in sizes.items()}
    plan = _Plan(nesting, turned, (0.0, HEADER) if flow is Flow.RIGHT else (HEADER, PAD))
    pieces: dict[Frame, list[Piece]] = {frame: [] for frame in frames}
    for edge_pieces in nesting.pieces:
        for piece in edge_pieces:
            pieces[piece.frame].append(piece)
    for frame in reversed(frames):
        links = [plan.link(piece) for piece in pieces[frame]]
        items = [plan.item(child) for child in nesting.children[frame]]
        least = turned[frame][0] - plan.inset[0] if frame is not None else 0.0
        plan.inner[frame] = arrange(items, links, least)
    return _turned(plan, flow)


def _turned(plan: _Plan, flow: Flow) -> Picture:
    corners, boxes = _corners(plan, flow)
    routes = {
        number: [flow.turn(point) for point in _join(pieces, plan, corners)]
        for number, pieces in enumerate(plan.nesting.pieces)
        if pieces
    }
    whole = plan.inner[None]
    return Picture(*flow.turn((whole.width, whole.height)), boxes, routes, flow)


def _corners(plan: _Plan, flow: Flow) -> tuple[dict[Frame, Point], dict[str, Box]]:
    corners: dict[Frame, Point] = {None: (0.0, 0.0)}
    boxes: dict[str, Box] = {}
    for frame in plan.nesting.frames():
        left, top = corners[frame]
        for child in plan.nesting.children[frame]:
            x, y = plan.inner[frame].places[child]
            item = plan.item(child)
            boxes[child] = Box(*flow.turn((left + x, top + y)), *flow.turn((item.width, item.height)))
            if child in plan.nesting.children:
                corners[child] = (left + x + plan.inset[0], top + y + plan.inset[1])
    return corners, boxes


def _join(pieces: list[Piece], plan: _Plan, corners: Mapping[Frame, Point]) -> list[Point]:
    points: list[Point] = []
    for piece in pieces:
        left, top = corners[piece.frame]
        route = [(left + x, top + y) for x, y in plan.inner[piece.frame].routes[piece.edge]]
        points.extend(reversed(route) if piece.backward else route)
    return list(dict.fromkeys(points))
