"""The ordering graph: which job has to end before which starts."""

from collections.abc import Iterable
from functools import cached_property

import rustworkx as rx


class Ordering:
    """A directed graph over job names; an edge runs from a job to one that waits for it.

    Ordering edges are condition edges between two jobs of the estate, without notrunning, value and other
    schedulers.
    """

    def __init__(self, names: Iterable[str], waits: dict[str, list[str]]) -> None:
        self.names = list(names)
        self._index = {name: number for number, name in enumerate(self.names)}
        self.graph: rx.PyDiGraph[int, None] = rx.PyDiGraph()
        self.graph.add_nodes_from(range(len(self.names)))
        index = self._index
        self.graph.add_edges_from_no_data(
            [
                (index[first], index[name])
                for name, firsts in waits.items()
                for first in (firsts if len(firsts) == 1 else dict.fromkeys(firsts))
                if first in index and first != name
            ]
        )

    @cached_property
    def rings(self) -> list[list[str]]:
        """Sets of two or more jobs that wait for each other, members and sets in script order."""
        components = (sorted(part) for part in rx.strongly_connected_components(self.graph) if len(part) > 1)
        return [[self.names[number] for number in part] for part in sorted(components)]

    def way_round(self, ring: list[str]) -> list[str]:
        """A shortest way round a ring from its first job: each waits for the next, the last for the first."""
        inside = set(map(self._index.__getitem__, ring))
        start = self._index[ring[0]]
        came_from = {start: start}
        queue = [start]
        for number in queue:
            for before in self.graph.predecessor_indices(number):
                if before == start:
                    return self._path(came_from, start, number)
                if before in inside and before not in came_from:
                    came_from[before] = number
                    queue.append(before)
        return list(ring)

    def longest_chain(self) -> list[str]:
        """Jobs of a longest path as they run, jobs of rings left out; of equals the first in the script."""
        looped = {self._index[name] for ring in self.rings for name in ring}
        kept = self.graph.subgraph([number for number in self.graph.node_indices() if number not in looped])
        length: dict[int, int] = {}
        before: dict[int, int] = {}
        for step in rx.topological_sort(kept):
            firsts = kept.predecessor_indices(step)
            length[step] = 1
            if firsts:
                before[step] = max(firsts, key=lambda each: (length[each], -kept[each]))
                length[step] += length[before[step]]
        path = [max(length, key=lambda each: (length[each], -kept[each]))] if length else []
        while path and path[-1] in before:
            path.append(before[path[-1]])
        return [self.names[kept[step]] for step in reversed(path)]

    def degrees(self) -> list[tuple[str, int, int]]:
        """Each job with the number of jobs it waits for and of jobs that wait for it."""
        graph = self.graph
        return [
            (name, graph.in_degree(number), graph.out_degree(number))
            for number, name in enumerate(self.names)
        ]

    def _path(self, came_from: dict[int, int], start: int, number: int) -> list[str]:
        path = [number]
        while path[-1] != start:
            path.append(came_from[path[-1]])
        return [self.names[step] for step in reversed(path)]
