"""Top-level groups as panels, and the traffic between them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from core.tools.drawing.graph import Edge, Graph, Node

UNGROUPED = "(in no group)"


@dataclass(slots=True)
class Panel:
    """One top-level group, or the nodes in no group (`group` is None), with the edges that stay inside."""

    group: str | None
    title: str
    head: Node | None = None
    members: list[Node] = field(default_factory=list)
    inside: int = 0
    outside: int = 0


@dataclass(slots=True)
class Traffic:
    """The edges from one panel to another: how many in all, of each kind, and that order their ends."""

    total: int = 0
    ordering: int = 0
    kinds: dict[str, int] = field(default_factory=dict)

    def add(self, kind: str, count: int, *, ordering: bool) -> None:
        """Count edges of one kind."""
        self.total += count
        self.ordering += count if ordering else 0
        self.kinds[kind] = self.kinds.get(kind, 0) + count


@dataclass(frozen=True, slots=True)
class Panels:
    """All panels, the edges between them by their positions, and the panel of every node."""

    panels: list[Panel]
    traffic: dict[tuple[int, int], Traffic]
    of: Mapping[str, int]


def split_panels(graph: Graph) -> Panels:
    """The panels of a clean graph in the order of their first members."""
    tops = _tops(graph.groups)
    positions: dict[str | None, int] = {}
    panels: list[Panel] = []
    of: dict[str, int] = {}
    for node in graph.nodes:
        top = tops[node.id] if node.id in tops else tops[node.group] if node.group is not None else None
        if top not in positions:
            positions[top] = len(panels)
            panels.append(Panel(top, UNGROUPED if top is None else top))
        of[node.id] = positions[top]
        panel = panels[positions[top]]
        panel.members.append(node)
        if node.id == top:
            panel.head, panel.title = node, node.label
    return Panels(panels, _traffic(graph.edges, of, panels), of)


def _tops(groups: Mapping[str, str | None]) -> dict[str, str]:
    tops: dict[str, str] = {}
    for group in groups:
        path = []
        current = group
        while current not in tops and (parent := groups[current]) is not None:
            path.append(current)
            current = parent
        top = tops.get(current, current)
        tops.update(dict.fromkeys([*path, current], top))
    return tops


def _traffic(
    edges: Iterable[Edge], of: Mapping[str, int], panels: list[Panel]
) -> dict[tuple[int, int], Traffic]:
    counted = Counter((of[e.source], of[e.target], e.kind, e.ordering) for e in edges)
    traffic: dict[tuple[int, int], Traffic] = {}
    for (source, target, kind, ordering), count in counted.items():
        if source == target:
            panels[source].inside += count
            continue
        panels[source].outside += count
        panels[target].outside += count
        pair = (source, target)
        if pair not in traffic:
            traffic[pair] = Traffic()
        traffic[pair].add(kind, count, ordering=ordering)
    return traffic
