"""The pictures: an estate, or the neighbourhood of one job, as a graph to draw."""

from core.tools.drawing import Edge, Graph, Node, draw_svg
from workflows.jil_parser.engine.dependencies import Dependencies
from workflows.jil_parser.engine.estate import Estate

NEIGHBOURHOOD = 120
"""Jobs in the picture of a neighbourhood; the nearest ones first."""


def estate_picture(dependencies: Dependencies) -> str:
    """The whole estate."""
    estate = dependencies.estate
    return _draw(dependencies, list(estate.jobs), _title(estate), with_missing=True)


def neighbourhood_picture(dependencies: Dependencies, focus: list[str]) -> str:
    """A job with those it was asked about; the title says if some are left out."""
    names = [name for name in focus if name in dependencies.estate.jobs][:NEIGHBOURHOOD]
    left_out = f", nearest {len(names)} of {len(focus):,} jobs" if len(focus) > len(names) else ""
    return _draw(dependencies, names, f"Around {focus[0]}{left_out}", with_missing=False)


def _draw(dependencies: Dependencies, names: list[str], title: str, *, with_missing: bool) -> str:
    """The jobs in their boxes, and the conditions between them."""
    estate = dependencies.estate
    chosen = set(names)
    ringed = {name for cycle in dependencies.cycles for name in cycle.jobs}
    groups = {name: _box(estate, name, chosen) for name in names if name in estate.members}
    nodes = [_node(estate, name, chosen, ringed) for name in names]
    edges = [
        Edge(edge.source, edge.target, edge.status or "", ordering=edge.orders)
        for edge in estate.edges
        if edge.kind == "condition"
        and edge.names_job
        and edge.target in chosen
        and (edge.source in chosen or (with_missing and edge.source not in estate.jobs))
    ]
    return draw_svg(Graph(nodes, edges, title, groups))


def _node(estate: Estate, name: str, chosen: set[str], ringed: set[str]) -> Node:
    """A job; one with members is the frame of their group."""
    flag = "cycle" if name in ringed else None
    return Node(name, name, estate.jobs[name].type, _box(estate, name, chosen), flag)


def _box(estate: Estate, name: str, chosen: set[str]) -> str | None:
    """The box that a job lies in, if it is drawn too."""
    box = estate.jobs[name].box
    return box if box in chosen else None


def _title(estate: Estate) -> str:
    return f"{', '.join(source.name for source in estate.sources)}: {len(estate.jobs):,} jobs"
