"""Makes any graph drawable: every edge end exists, nothing is double, the groups form a forest."""

from collections.abc import Mapping
from dataclasses import replace

from core.tools.drawing.graph import MISSING, Edge, Graph, Node

NAMELESS = "(no name)"


def clean(graph: Graph) -> Graph:
    """The same graph with these repairs.

    Of two nodes with one id the first counts; equal edges count once. An edge end that is neither node nor
    group becomes a node flagged missing; one that names a group becomes that group's node. Rings of parent
    groups are cut open. Groups without members are left out.
    """
    nodes = _unique(graph)
    parents = _forest(graph, nodes)
    edges = list(dict.fromkeys(graph.edges))
    _add_ends(nodes, edges, parents)
    _seat(nodes, parents)
    groups = _used(nodes, parents)
    return Graph(list(nodes.values()), edges, graph.title, groups)


def _unique(graph: Graph) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    for node in graph.nodes:
        nodes.setdefault(node.id, node if node.label else replace(node, label=node.id or NAMELESS))
    return nodes


def _forest(graph: Graph, nodes: Mapping[str, Node]) -> dict[str, str | None]:
    parents = dict(graph.groups)
    for parent in [parent for parent in parents.values() if parent is not None]:
        parents.setdefault(parent, None)
    for node in nodes.values():
        if node.group is not None:
            parents.setdefault(node.group, None)
    settled: set[str] = set()
    for group in parents:
        _cut_ring(group, parents, settled)
    return parents


def _cut_ring(group: str, parents: dict[str, str | None], settled: set[str]) -> None:
    path: dict[str, None] = {}
    current: str | None = group
    while current is not None and current not in settled:
        path[current] = None
        parent = parents[current]
        if parent in path:
            parents[current] = parent = None
        current = parent
    settled.update(path)


def _add_ends(nodes: dict[str, Node], edges: list[Edge], parents: Mapping[str, str | None]) -> None:
    for edge in edges:
        for end in (edge.source, edge.target):
            if end not in nodes:
                nodes[end] = Node(end, end) if end in parents else Node(end, end, flag=MISSING)


def _seat(nodes: dict[str, Node], parents: Mapping[str, str | None]) -> None:
    for group, parent in parents.items():
        if group in nodes and nodes[group].group != parent:
            nodes[group] = replace(nodes[group], group=parent)


def _used(nodes: Mapping[str, Node], parents: Mapping[str, str | None]) -> dict[str, str | None]:
    used: set[str] = set()
    for node in nodes.values():
        group = node.group
        while group is not None and group not in used:
            used.add(group)
            group = parents[group]
    return {group: parent for group, parent in parents.items() if group in used}
