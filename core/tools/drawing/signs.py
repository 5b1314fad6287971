"""Legend entries for the words a picture uses."""

from collections.abc import Iterable

from core.tools.drawing.document import Sign
from core.tools.drawing.figures import counted
from core.tools.drawing.graph import Edge, Graph
from core.tools.drawing.lines import arrowhead, line
from core.tools.drawing.markup import Box, Font, rect, symbol, words
from core.tools.drawing.style import PAPER, Look, Looks, ranked

MOST = 12
"""Entries of one sort; the words beyond share one entry that counts them."""


def kind_signs(graph: Graph, looks: Looks) -> list[Sign]:
    """The kinds of node with their counts."""
    entries = ranked(node.kind for node in graph.nodes)
    return _limited(
        [Sign(symbol(looks.kinds[kind], 22, 0, 9), f"{kind} ({count:,})") for kind, count in entries if kind]
    )


def flag_signs(graph: Graph, looks: Looks) -> list[Sign]:
    """The flags with their counts."""
    entries = ranked(node.flag for node in graph.nodes if node.flag)
    return _limited([Sign(_flag_sign(looks.flags[flag]), f"{flag} ({count:,})") for flag, count in entries])


def _flag_sign(look: Look) -> str:
    dash = f' stroke-width="2" stroke-dasharray="{look.dash}"' if look.dash else ' stroke-width="2"'
    return rect(Box(8, -6, 22, 12), look.fill, look.colour, dash, 3) + badge(30, -5, look, 4)


def edge_signs(edges: Iterable[Edge], looks: Looks) -> list[Sign]:
    """The kinds of edge with their counts."""
    listed = list(edges)
    ordering = {edge.kind: edge.ordering for edge in listed}
    entries = ranked(edge.kind for edge in listed)
    return _limited([_edge_sign(kind, count, looks, ordering=ordering[kind]) for kind, count in entries])


def _edge_sign(kind: str, count: int, looks: Looks, *, ordering: bool) -> Sign:
    look = looks.edges[kind]
    drawing = "".join(line("M0 0H30", look)) + arrowhead([(0, 0), (32, 0)], look, ordering=ordering)
    return Sign(drawing, f"{kind or 'edge'} ({count:,})")


def census(graph: Graph) -> str:
    """How many nodes, groups and edges the graph has; a group that is a node counts as one."""
    own = sum(node.id in graph.groups for node in graph.nodes)
    groups = f" ({own:,} of them {'a group' if own == 1 else 'groups'})" if own else ""
    further = len(graph.groups) - own
    groups += f", {counted(further, 'more group' if own else 'group')}" if further else ""
    return f"{counted(len(graph.nodes), 'node')}{groups} and {counted(len(graph.edges), 'edge')}"


def _limited(signs: list[Sign]) -> list[Sign]:
    if len(signs) <= MOST:
        return signs
    return [*signs[:MOST], Sign(signs[MOST].drawing, f"{len(signs) - MOST:,} more kinds")]


def badge(x: float, y: float, look: Look, radius: float = 6) -> str:
    """The mark of a flagged node, its middle at x, y: an exclamation mark in a disc."""
    disc = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{look.colour}" stroke="#ffffff"/>'
    return disc + words(x, y + radius * 0.6, "!", Font(radius * 1.7, PAPER, bold=True, anchor="middle"))
