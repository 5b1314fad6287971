"""What comes first: depths of a whole graph, and directions and layers of a small one."""

from collections.abc import Sequence
from dataclasses import dataclass

import rustworkx

from core.tools.drawing.graph import Graph


@dataclass(frozen=True, slots=True)
class Relation:
    """An edge between two of the things to be layered, by position."""

    source: int
    target: int
    weight: float = 1.0
    ordering: bool = True


def depths(graph: Graph) -> dict[str, int]:
    """Of every node, the ordering edges on the longest chain to it; members of a cycle share one."""
    index = {node.id: position for position, node in enumerate(graph.nodes)}
    steps = [(index[edge.source], index[edge.target]) for edge in graph.edges if edge.ordering]
    levels = _longest(len(index), steps, [])
    return {node: levels[position] for node, position in index.items()}


def depths_through_groups(graph: Graph) -> dict[str, int]:
    """Depths that also count what leads to the groups around a node.

    What leads to a node that is a group leads to all its members; what follows it follows them too.
    """
    index = {node.id: position for position, node in enumerate(graph.nodes)}
    ends = {
        group: len(index) + position for position, group in enumerate(g for g in graph.groups if g in index)
    }
    steps = [
        (ends.get(edge.source, index[edge.source]), index[edge.target])
        for edge in graph.edges
        if edge.ordering
    ]
    free = [(index[group], end) for group, end in ends.items()]
    for node in graph.nodes:
        if node.group in ends:
            free += [
                (index[node.group], index[node.id]),
                (ends.get(node.id, index[node.id]), ends[node.group]),
            ]
    levels = _longest(len(index) + len(ends), steps, free)
    return {node: levels[position] for node, position in index.items()}


def _longest(count: int, steps: Sequence[tuple[int, int]], free: Sequence[tuple[int, int]]) -> list[int]:
    """Longest paths on which only `steps` count; strongly connected vertices share one length."""
    whole = _digraph(count, [*steps, *free])
    component = [0] * count
    components = rustworkx.strongly_connected_components(whole)
    for number, members in enumerate(components):
        for member in members:
            component[member] = number
    following: list[list[tuple[int, int]]] = [[] for _ in components]
    for pairs, length in ((steps, 1), (free, 0)):
        for a, b in pairs:
            if component[a] != component[b]:
                following[component[a]].append((component[b], length))
    reached = [0] * len(components)
    condensed = _digraph(len(components), [(a, b) for a, others in enumerate(following) for b, _ in others])
    for a in rustworkx.topological_sort(condensed):
        for b, length in following[a]:
            reached[b] = max(reached[b], reached[a] + length)
    return [reached[number] for number in component]


def _digraph(count: int, pairs: Sequence[tuple[int, int]]) -> "rustworkx.PyDiGraph[None, None]":
    graph: rustworkx.PyDiGraph[None, None] = rustworkx.PyDiGraph()
    graph.add_nodes_from([None] * count)
    graph.add_edges_from_no_data(list(pairs))
    return graph


def sequence(count: int, relations: Sequence[Relation]) -> list[int]:
    """Positions 0..count-1 in an order that few (by weight) ordering relations run against.

    The greedy heuristic of Eades, Lin and Smyth (1993): sinks to the end, sources to the front, else the one
    with the largest surplus of outgoing weight. Without cycles nothing runs against it.
    """
    ordering = [r for r in relations if r.ordering and r.source != r.target]
    left = dict.fromkeys(range(count))
    front: list[int] = []
    back: list[int] = []
    while left:
        inside = [r for r in ordering if r.source in left and r.target in left]
        sinks = left.keys() - {r.source for r in inside}
        sources = left.keys() - {r.target for r in inside}
        if sinks or sources:
            back.extend(sorted(sinks - sources, reverse=True))
            front.extend(sorted(sources))
            chosen = sinks | sources
        else:
            chosen = {_largest_surplus(left, inside)}
            front.extend(chosen)
        for member in chosen:
            del left[member]
    return front + back[::-1]


def _largest_surplus(left: dict[int, None], inside: Sequence[Relation]) -> int:
    surplus = dict.fromkeys(left, 0.0)
    for relation in inside:
        surplus[relation.source] += relation.weight
        surplus[relation.target] -= relation.weight
    return max(left, key=lambda member: (surplus[member], -member))


def reversed_relations(count: int, relations: Sequence[Relation]) -> list[bool]:
    """Of every relation, whether it has to be drawn right to left."""
    place = {member: position for position, member in enumerate(sequence(count, relations))}
    return [place[relation.source] > place[relation.target] for relation in relations]


def layers(count: int, pairs: Sequence[tuple[int, int]]) -> list[int]:
    """A layer for each position so that every (left, right) pair, free of cycles, runs to a higher layer.

    Longest path; then what has fewer lines on its left than on its right moves right, to shorten the lines.
    """
    levels = _longest(count, pairs, [])
    outgoing: list[list[int]] = [[] for _ in range(count)]
    incoming = [0] * count
    for left, right in set(pairs):
        outgoing[left].append(right)
        incoming[right] += 1
    for member in sorted(range(count), key=lambda member: -levels[member]):
        if len(outgoing[member]) > incoming[member]:
            levels[member] = min(levels[right] for right in outgoing[member]) - 1
    return levels
