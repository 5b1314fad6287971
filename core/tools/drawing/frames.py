"""Lays out every frame from the inside outwards and puts the pieces together."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.tools.drawing.chains import Item, Link
from core.tools.drawing.layered import PAD, Arrangement, Point, arrange
from core.tools.drawing.markup import Box
from core.tools.drawing.nesting import Frame, Nesting, Piece

HEADER = 32.0
"""Room for the label of a group at the top of its frame, in pixels."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes of all nodes and groups, and the bends of all edges but self loops, source to target."""

    width: float
    height: float
    boxes: Mapping[str, Box]
    routes: Mapping[int, list[Point]]


def lay_out(nesting: Nesting, sizes: Mapping[str, tuple[float, float]]) -> Picture:
    """Places everything; `sizes` gives width and height of plain nodes and the least ones of groups."""
    frames = nesting.frames()
    pieces: dict[Frame, list[Piece]] = {frame: [] for frame in frames}
    for edge_pieces in nesting.pieces:
        for piece in edge_pieces:
            pieces[piece.frame].append(piece)
    inner: dict[Frame, Arrangement] = {}
    for frame in reversed(frames):
        links = [_link(piece, nesting, inner) for piece in pieces[frame]]
        items = [_item(child, sizes, inner) for child in nesting.children[frame]]
        inner[frame] = arrange(items, links, sizes[frame][0] if frame is not None else 0.0)
    corners, boxes = _corners(frames, nesting, inner, sizes)
    routes = {
        number: _join(edge_pieces, inner, corners)
        for number, edge_pieces in enumerate(nesting.pieces)
        if edge_pieces
    }
    return Picture(inner[None].width, inner[None].height, boxes, routes)


def _item(child: str, sizes: Mapping[str, tuple[float, float]], inner: Mapping[Frame, Arrangement]) -> Item:
    width, height = sizes[child]
    if child in inner:
        width = inner[child].width
        height = HEADER + inner[child].height + PAD
    return Item(child, width, height)


def _link(piece: Piece, nesting: Nesting, inner: Mapping[Frame, Arrangement]) -> Link:
    left, right = (piece.end, piece.start) if piece.backward else (piece.start, piece.end)
    left_port = _port(piece, left, nesting, inner, side=-1)
    right_port = _port(piece, right, nesting, inner, side=0)
    return Link(piece.edge, left, right, left_port, right_port)


def _port(
    piece: Piece, child: str | None, nesting: Nesting, inner: Mapping[Frame, Arrangement], *, side: int
) -> float | None:
    """Where a line meets a group: at the border point of its inner piece, or beside the group's label."""
    if child is None or child not in nesting.children:
        return None
    route = inner[child].routes.get(piece.edge)
    return HEADER / 2 if route is None else HEADER + route[side][1]


def _corners(
    frames: list[Frame],
    nesting: Nesting,
    inner: Mapping[Frame, Arrangement],
    sizes: Mapping[str, tuple[float, float]],
) -> tuple[dict[Frame, Point], dict[str, Box]]:
    corners: dict[Frame, Point] = {None: (0.0, 0.0)}
    boxes: dict[str, Box] = {}
    for frame in frames:
        left, top = corners[frame]
        for child in nesting.children[frame]:
            x, y = inner[frame].places[child]
            item = _item(child, sizes, inner)
            boxes[child] = Box(left + x, top + y, item.width, item.height)
            if child in nesting.children:
                corners[child] = (left + x, top + y + HEADER)
    return corners, boxes


def _join(
    pieces: list[Piece], inner: Mapping[Frame, Arrangement], corners: Mapping[Frame, Point]
) -> list[Point]:
    points: list[Point] = []
    for piece in pieces:
        left, top = corners[piece.frame]
        route = [(left + x, top + y) for x, y in inner[piece.frame].routes[piece.edge]]
        points.extend(reversed(route) if piece.backward else route)
    return list(dict.fromkeys(points))
