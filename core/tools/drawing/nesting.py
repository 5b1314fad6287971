"""Frames inside frames: which piece of an edge is drawn in which frame, and in which direction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TypeAlias

from core.tools.drawing.graph import Edge, Graph
from core.tools.drawing.ordering import Relation, reversed_relations

Frame: TypeAlias = str | None
"""A group, or None for the whole picture."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of an edge inside one frame, in the edge's own direction; None ends at the frame's border."""

    edge: int
    frame: Frame
    start: str | None
    end: str | None
    backward: bool = False


@dataclass
class Nesting:
    """Children of every frame in order, and the pieces of every edge from its source to its target."""

    parents: Mapping[str, Frame]
    children: dict[Frame, list[str]] = field(default_factory=dict)
    pieces: list[list[Piece]] = field(default_factory=list)

    def frames(self) -> list[Frame]:
        """All frames, the outer ones before those inside them."""
        found: list[Frame] = [None]
        for frame in found:
            found.extend(child for child in self.children[frame] if child in self.children)
        return found


def nest(graph: Graph) -> Nesting:
    """The nesting of a clean graph. Self loops have no pieces."""
    parents: dict[str, Frame] = dict(graph.groups)
    parents.update((node.id, node.group) for node in graph.nodes)
    nesting = Nesting(parents, {None: [], **{group: [] for group in graph.groups}})
    for child, parent in parents.items():
        nesting.children[parent].append(child)
    split = [_split(number, edge, nesting) for number, edge in enumerate(graph.edges)]
    backward = _backward(graph, nesting, split)
    nesting.pieces = [
        [_directed(piece, backward=backward[piece.edge]) for piece in pieces] for pieces in split
    ]
    return nesting


def chain(item: str, parents: Mapping[str, Frame]) -> list[Frame]:
    """The frames around an item from the whole picture inwards, the item itself last."""
    found: list[Frame] = [item]
    parent = parents[item]
    while parent is not None:
        found.append(parent)
        parent = parents[parent]
    return [None, *reversed(found)]


def _split(number: int, edge: Edge, nesting: Nesting) -> list[Piece]:
    if edge.source == edge.target:
        return []
    source, target = chain(edge.source, nesting.parents), chain(edge.target, nesting.parents)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(source, target, strict=False)))
    out = [Piece(number, source[i], source[i + 1], None) for i in range(len(source) - 2, shared - 1, -1)]
    into = [Piece(number, target[i], None, target[i + 1]) for i in range(shared, len(target) - 1)]
    if shared == len(source):
        return [Piece(number, edge.source, None, target[shared]), *into]
    if shared == len(target):
        return [*out, Piece(number, edge.target, source[shared], None)]
    return [*out, Piece(number, source[shared - 1], source[shared], target[shared]), *into]


def _backward(graph: Graph, nesting: Nesting, split: Sequence[Sequence[Piece]]) -> list[bool]:
    """Of every edge, whether it runs right to left in the frame where its two ends part."""
    across: dict[Frame, list[Piece]] = {frame: [] for frame in nesting.children}
    for pieces in split:
        for piece in pieces:
            if piece.start is not None and piece.end is not None:
                across[piece.frame].append(piece)
    backward = [False] * len(graph.edges)
    for frame, pieces in across.items():
        place = {child: position for position, child in enumerate(nesting.children[frame])}
        relations = [
            Relation(place[p.start or ""], place[p.end or ""], ordering=graph.edges[p.edge].ordering)
            for p in pieces
        ]
        for piece, turned in zip(pieces, reversed_relations(len(place), relations), strict=True):
            backward[piece.edge] = turned
    return backward


def _directed(piece: Piece, *, backward: bool) -> Piece:
    return Piece(piece.edge, piece.frame, piece.start, piece.end, backward)


def deepest(groups: Mapping[str, Frame]) -> int:
    """How many groups stand inside one another at most."""
    levels: dict[str, int] = {}
    for group in groups:
        path: list[str] = []
        current: Frame = group
        while current is not None and current not in levels:
            path.append(current)
            current = groups[current]
        level = levels[current] if current is not None else 0
        for inner in reversed(path):
            level += 1
            levels[inner] = level
    return max(levels.values(), default=0)
