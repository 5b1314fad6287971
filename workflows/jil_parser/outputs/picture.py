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
    """The jobs with their boxes and the conditions between them."""
    estate = dependencies.estate
    chosen = set(names)
    ringed = {name for cycle in dependencies.cycles for name in cycle.jobs}
    boxes = {name for name in chosen if name in estate.members and estate.jobs[name].type == "BOX"}
    nodes = [_node(estate, name, boxes, ringed) for name in names if name not in boxes or name in _linked(estate)]
    edges = [
        Edge(edge.source, edge.target, edge.status or edge.kind)
        for edge in estate.edges
        if edge.kind == "condition"
        and edge.names_job
        and edge.target in chosen
        and (edge.source in chosen or (with_missing and edge.source not in estate.jobs))
    ]
    groups = {box: _box(estate, box, boxes) for box in boxes}
    return draw_svg(Graph(nodes, edges, title, groups))


def _node(estate: Estate, name: str, boxes: set[str], ringed: set[str]) -> Node:
    """A job in its innermost drawn box; a box that conditions name stands in itself."""
    job = estate.jobs[name]
    group = name if name in boxes else _box(estate, name, boxes)
    return Node(name, name, job.type, group, "cycle" if name in ringed else None)


def _box(estate: Estate, name: str, boxes: set[str]) -> str | None:
    """The box that a job lies in, if it is drawn."""
    box = estate.jobs[name].box
    return box if box in boxes and box != name else None


def _linked(estate: Estate) -> set[str]:
    """Everything that a condition between jobs starts or ends at."""
    ends = [edge for edge in estate.edges if edge.kind == "condition" and edge.names_job]
    return {edge.source for edge in ends} | {edge.target for edge in ends}


def _title(estate: Estate) -> str:
    return f"{', '.join(source.name for source in estate.sources)}: {len(estate.jobs):,} jobs"
