"""Orders the vertices of each layer so that few lines cross (barycentre heuristic)."""

from bisect import bisect_left, insort

from core.tools.drawing.chains import Chains

SWEEPS = 12


def reduce_crossings(chains: Chains) -> None:
    """Reorders `chains.rows`; keeps the best order met."""
    best = [list(row) for row in chains.rows]
    fewest = count_crossings(chains)
    for sweep in range(SWEEPS):
        if fewest == 0:
            break
        _sweep(chains, forward=sweep % 2 == 0)
        crossings = count_crossings(chains)
        if crossings < fewest:
            fewest, best = crossings, [list(row) for row in chains.rows]
    chains.rows = best


def count_crossings(chains: Chains) -> int:
    """How many pairs of segments cross between their layers."""
    places = _places(chains)
    gaps: dict[int, list[tuple[float, float]]] = {}
    for segment in chains.segments:
        ends = (
            _end(places, segment.left, segment.left_port, chains),
            _end(places, segment.right, segment.right_port, chains),
        )
        gaps.setdefault(chains.layer[segment.left], []).append(ends)
    return sum(_inversions(ends) for ends in gaps.values())


def _inversions(ends: list[tuple[float, float]]) -> int:
    seen: list[float] = []
    crossings = 0
    for _, right in sorted(ends):
        crossings += len(seen) - bisect_left(seen, right + 1e-9)
        insort(seen, right)
    return crossings


def _sweep(chains: Chains, *, forward: bool) -> None:
    neighbours: dict[int, list[tuple[int, float | None]]] = {}
    for segment in chains.segments:
        if forward:
            neighbours.setdefault(segment.right, []).append((segment.left, segment.left_port))
        else:
            neighbours.setdefault(segment.left, []).append((segment.right, segment.right_port))
    places = _places(chains)
    order = range(1, len(chains.rows)) if forward else range(len(chains.rows) - 2, -1, -1)
    for layer in order:
        row = chains.rows[layer]
        keys = {vertex: _barycentre(vertex, neighbours.get(vertex, []), places, chains) for vertex in row}
        row.sort(key=lambda vertex: (keys[vertex], places[vertex]))
        for position, vertex in enumerate(row):
            places[vertex] = float(position)


def _barycentre(
    vertex: int, neighbours: list[tuple[int, float | None]], places: dict[int, float], chains: Chains
) -> float:
    if not neighbours:
        return places[vertex]
    return sum(_end(places, other, port, chains) for other, port in neighbours) / len(neighbours)


def _places(chains: Chains) -> dict[int, float]:
    return {vertex: float(position) for row in chains.rows for position, vertex in enumerate(row)}


def _end(places: dict[int, float], vertex: int, port: float | None, chains: Chains) -> float:
    """Where a segment ends: the vertex's place, moved up or down by less than half for a known port."""
    if port is None:
        return places[vertex]
    return places[vertex] + 0.8 * (port / chains.height(vertex) - 0.5)
