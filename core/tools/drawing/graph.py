"""What can be drawn: nodes, the groups they stand in, and edges."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

MISSING = "missing"
"""The flag of a node that edges name and nobody defined."""


@dataclass(frozen=True, slots=True)
class Node:
    """One node.

    `kind` is a free word with a colour, a symbol and a legend entry of its own. `group` is the innermost
    group. `flag` is a free word (`cycle`, `missing`, ...) that is written on the node and changes its border.
    A node whose id is also a group's id *is* that group: edges then end at the group's frame.
    """

    id: str
    label: str
    kind: str = ""
    group: str | None = None
    flag: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow from what comes first to what follows; `kind` is a free word with a line style of its own.

    With `ordering` off the edge is drawn but does not decide what comes first, like mutual exclusion.
    """

    source: str
    target: str
    kind: str = ""
    ordering: bool = True


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph to draw; `groups` maps each group to its parent group, None at the top level."""

    nodes: Sequence[Node]
    edges: Sequence[Edge]
    title: str
    groups: Mapping[str, str | None] = field(default_factory=dict)
