"""Items and links turned into vertices in layers: a link that passes a layer gets a bend there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from core.tools.drawing.ordering import layers

LANE = 1.0
"""Height of the vertex that keeps room for a passing line."""


@dataclass(frozen=True, slots=True)
class Item:
    """A box to be placed; sizes in pixels."""

    key: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Link:
    """A line between two items, drawn left to right; None is the border of the frame on that side.

    A port is the distance of the line's end from the item's top; None leaves the choice to the layout.
    """

    key: int
    left: str | None
    right: str | None
    left_port: float | None = None
    right_port: float | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a link between vertices of neighbouring layers."""

    left: int
    right: int
    left_port: float | None
    right_port: float | None


@dataclass
class Chains:
    """Vertices by number, their layers, and the links as runs of segments."""

    items: list[Item | None] = field(default_factory=list)
    layer: list[int] = field(default_factory=list)
    rows: list[list[int]] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    runs: dict[int, list[int]] = field(default_factory=dict)

    def height(self, vertex: int) -> float:
        """Height of a vertex in pixels."""
        item = self.items[vertex]
        return LANE if item is None else item.height

    def add(self, item: Item | None, layer: int) -> int:
        """A new vertex at the end of its layer."""
        self.items.append(item)
        self.layer.append(layer)
        self.rows[layer].append(len(self.items) - 1)
        return len(self.items) - 1


def build_chains(items: Sequence[Item], links: Sequence[Link]) -> Chains:
    """Layers 1..n hold the items; layers 0 and n+1 the ends at the left and right border."""
    index = {item.key: position for position, item in enumerate(items)}
    pairs = [
        (index[link.left], index[link.right])
        for link in links
        if link.left is not None and link.right is not None
    ]
    levels = layers(len(items), pairs)
    last = max(levels, default=-1) + 2
    chains = Chains(rows=[[] for _ in range(last + 1)])
    for position, item in enumerate(items):
        chains.add(item, levels[position] + 1)
    for link in links:
        left = chains.add(None, 0) if link.left is None else index[link.left]
        right = chains.add(None, last) if link.right is None else index[link.right]
        chains.runs[link.key] = _connect(chains, link, left, right)
    return chains


def _connect(chains: Chains, link: Link, left: int, right: int) -> list[int]:
    bends = [chains.add(None, layer) for layer in range(chains.layer[left] + 1, chains.layer[right])]
    stops = [left, *bends, right]
    run: list[int] = []
    for start, end in pairwise(stops):
        left_port = link.left_port if start == left and link.left is not None else None
        right_port = link.right_port if end == right and link.right is not None else None
        chains.segments.append(Segment(start, end, left_port, right_port))
        run.append(len(chains.segments) - 1)
    return run
