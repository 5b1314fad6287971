"""The pictures: an estate, or the jobs that an answer is about, as a graph to draw."""

from collections.abc import Collection, Iterator, Sequence

from core.tools.drawing import Edge, Graph, Node, draw_svg
from workflows.jil_parser.engine.edge import Edge as Reference
from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.engine.job import Job
from workflows.jil_parser.facts import Facts

NEIGHBOURHOOD = 120
"""Jobs in the picture of an answer; the nearest ones first."""

LARGE = 2000
"""Jobs from which on applications, not boxes, are the widest groups."""

OTHER_SCHEDULER = "other scheduler"
MARKS = {"ON_HOLD": "on hold", "ON_ICE": "on ice"}


def estate_picture(facts: Facts) -> str:
    """The whole estate."""
    estate = facts.estate
    files = ", ".join(source.name for source in estate.sources)
    return _draw(facts, list(estate.jobs), f"{files}: {len(estate.jobs):,} jobs")


def neighbourhood_picture(facts: Facts, focus: Sequence[str], title: str) -> str:
    """The jobs that an answer is about; the title says if some are left out."""
    defined = [name for name in dict.fromkeys(focus) if name in facts.estate.jobs]
    names = defined[:NEIGHBOURHOOD]
    left_out = f" (the first {len(names)} of {len(defined):,} jobs)" if len(defined) > len(names) else ""
    return _draw(facts, names, f"{title}{left_out}")


def _draw(facts: Facts, names: Sequence[str], title: str) -> str:
    """The jobs in their boxes, what they name that is not in the files, and the conditions between them."""
    estate = facts.estate
    chosen = set(names)
    applications = _applications(estate) if len(names) > LARGE else {}
    group = {name: _box(estate.jobs[name], chosen) or applications.get(name) for name in names}
    groups = {name: group[name] for name in names if name in estate.members}
    groups |= dict.fromkeys([*applications.values(), OTHER_SCHEDULER])
    flags = _flags(facts)
    nodes = [Node(name, name, estate.jobs[name].type, group[name], flags.get(name)) for name in names]
    drawn = [edge for edge in estate.edges if _is_drawn(edge, chosen, estate.jobs)]
    outside = dict.fromkeys(_source(edge) for edge in drawn if edge.instance)
    elsewhere = OTHER_SCHEDULER if applications else None
    nodes += [Node(name, name, OTHER_SCHEDULER, elsewhere) for name in outside]
    edges = [Edge(_source(edge), edge.target, edge.status or "", edge.orders) for edge in drawn]
    return draw_svg(Graph(nodes, edges, title, groups))


def _is_drawn(edge: Reference, chosen: Collection[str], jobs: Collection[str]) -> bool:
    """Whether an edge shows: from a chosen job, another scheduler or nowhere, to a chosen job; no globals."""
    if edge.kind != "condition" or edge.status == "value" or edge.target not in chosen:
        return False
    return edge.source in chosen or edge.instance is not None or edge.source not in jobs


def _source(edge: Reference) -> str:
    """The node that an edge comes from; ``job^INSTANCE`` is never the local job."""
    return f"{edge.source}^{edge.instance}" if edge.instance else edge.source


def _box(job: Job, chosen: Collection[str]) -> str | None:
    """The box that a job lies in, if it is drawn too."""
    return job.box if job.box in chosen else None


def _applications(estate: Estate) -> dict[str, str]:
    """The application of each job, under a name that no job has; a box without one takes that of a member."""
    found = {job.name: text for job in estate.jobs.values() if (text := job.text("application"))}
    for name, application in list(found.items()):
        box = estate.jobs[name].box
        while box in estate.jobs and box not in found:
            found[box] = application
            box = estate.jobs[box].box
    return {
        name: f"application {application}" if application in estate.jobs else application
        for name, application in found.items()
    }


def _flags(facts: Facts) -> dict[str, str]:
    """What is remarkable about a job, the gravest last."""
    return dict(_marks(facts))


def _marks(facts: Facts) -> Iterator[tuple[str, str]]:
    for job in facts.estate.jobs.values():
        status = job.attributes.get("status")
        if isinstance(status, str) and status.strip().upper() in MARKS:
            yield job.name, MARKS[status.strip().upper()]
    yield from ((name, "waits for itself") for name in facts.self_waiting)
    yield from ((name, "cycle") for cycle in facts.dependencies.cycles for name in cycle.jobs)
