"""The members of a panel as rows: in dependency order, inner groups indented under their own row."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.tools.drawing.graph import Graph, Node
from core.tools.drawing.panels import Panel

DEEPEST = 6
"""Deeper groups are indented no further."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a panel: a node, or a group that no node stands for."""

    label: str
    level: int
    depth: int
    node: Node | None = None
    is_group: bool = False


def panel_rows(panel: Panel, graph: Graph, depths: Mapping[str, int]) -> list[Row]:
    """The rows of a panel; a group stands where its first member would, before all its members."""
    groups = graph.groups
    nodes = {node.id: node for node in panel.members}
    children: dict[str | None, list[str]] = {}
    first: dict[str, tuple[int, int]] = {}
    for position, node in enumerate(panel.members):
        rank = (depths[node.id], position)
        item: str | None = node.id
        while item is not None:
            if item not in first:
                parent = groups[item] if item in groups else nodes[item].group
                children.setdefault(parent, []).append(item)
            elif first[item] <= rank:
                break
            first[item] = min(first.get(item, rank), rank)
            item = groups[item] if item in groups else nodes[item].group
    return _flatten(panel, children, first, nodes, groups)


def _flatten(
    panel: Panel,
    children: Mapping[str | None, list[str]],
    first: Mapping[str, tuple[int, int]],
    nodes: Mapping[str, Node],
    groups: Mapping[str, str | None],
) -> list[Row]:
    rows: list[Row] = []
    waiting = [
        (item, 0) for item in sorted(children.get(panel.group, []), key=first.__getitem__, reverse=True)
    ]
    while waiting:
        item, level = waiting.pop()
        node = nodes.get(item)
        label = node.label if node else item
        rows.append(Row(label, min(level, DEEPEST), first[item][0], node, is_group=item in groups))
        inner = sorted(children.get(item, []), key=first.__getitem__, reverse=True)
        waiting.extend((child, level + 1) for child in inner)
    return rows
