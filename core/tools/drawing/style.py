"""Colours, symbols and line styles, given to the words of a graph by how often they occur."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.tools.drawing.graph import MISSING, Graph

PAPER = "#ffffff"
INK = "#1f2328"
MUTED = "#57606a"
RULE = "#d0d7de"
FRAMES = ("#f6f8fa", "#eaeef2", "#dfe4ea")
"""Fills of nested groups, from the outermost in."""


@dataclass(frozen=True, slots=True)
class Look:
    """How one word is drawn: a colour for lines, a light fill under black text, a symbol, a dash pattern."""

    colour: str
    fill: str = PAPER
    symbol: str = "square"
    dash: str = ""


_KINDS = (
    Look("#0b5cad", "#e8f1fb", "square"),
    Look("#8a4b00", "#fdf1e0", "diamond"),
    Look("#1a6b3c", "#e6f5ec", "triangle"),
    Look("#6b3fa0", "#f2ebfa", "circle"),
    Look("#a5245a", "#fbe9f1", "hexagon"),
    Look("#0a6a74", "#e3f4f5", "bar"),
    Look("#6e5d00", "#f8f4d8", "drop"),
    Look("#44546a", "#edf0f4", "cross"),
)
_OTHER_KIND = Look("#57606a", "#f6f8fa", "ring")
_FLAGS = (
    Look("#b42318", "#fde8e6"),
    Look("#9a3412", "#fff0e0", dash="9 3"),
    Look("#7a1fa2", "#f6e8fb", dash="6 2 1 2"),
    Look("#0f5f8c", "#e2f1fa", dash="2 2"),
)
_MISSING_LOOK = Look("#b42318", PAPER, dash="5 4")
_EDGES = (
    Look("#44546a"),
    Look("#0b5cad", dash="7 4"),
    Look("#8a4b00", dash="2 3"),
    Look("#1a6b3c", dash="10 3 2 3"),
    Look("#6b3fa0", dash="14 4"),
    Look("#a5245a", dash="4 2 1 2 1 2"),
)
_OTHER_EDGE = Look("#57606a", dash="1 4")


@dataclass(frozen=True, slots=True)
class Looks:
    """The look of every kind of node, flag and kind of edge of one graph."""

    kinds: Mapping[str, Look]
    flags: Mapping[str, Look]
    edges: Mapping[str, Look]


def looks_of(graph: Graph) -> Looks:
    """Looks for all words of the graph; the rare ones beyond the palette share one look."""
    flags = _assign((node.flag for node in graph.nodes if node.flag), _FLAGS, _FLAGS[-1])
    if MISSING in flags:
        flags = flags | {MISSING: _MISSING_LOOK}
    return Looks(
        _assign((node.kind for node in graph.nodes), _KINDS, _OTHER_KIND),
        flags,
        _assign((edge.kind for edge in graph.edges), _EDGES, _OTHER_EDGE),
    )


def ranked(words: Iterable[str]) -> list[tuple[str, int]]:
    """Words with their counts, the most frequent first, equal ones by name."""
    return sorted(Counter(words).items(), key=lambda entry: (-entry[1], entry[0]))


def _assign(words: Iterable[str], palette: tuple[Look, ...], other: Look) -> dict[str, Look]:
    order = [word for word, _ in ranked(words)]
    named = [word for word in order if word] if "" in order and len(order) > 1 else order
    looks = {word: palette[i] if i < len(palette) else other for i, word in enumerate(named)}
    return looks | {word: other for word in order if word not in looks}
