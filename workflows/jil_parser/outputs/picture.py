"""The pictures: an estate, or the jobs that an answer is about, as a graph to draw."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from core.tools.drawing import Edge, Graph, Node, draw_svg
from workflows.jil_parser.engine.edge import Edge as Reference
from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.engine.job import Job
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import counted

NEIGHBOURHOOD = 120
"""Jobs in the picture of an answer; the nearest ones first."""

LARGE = 2000
"""Jobs from which on applications, not boxes, are the widest groups; other schedulers are left out then."""

OTHER_SCHEDULER = "other scheduler"
MARKS = {"ON_HOLD": "on hold", "ON_ICE": "on ice"}


def estate_picture(facts: Facts) -> str:
    """The whole estate."""
    estate = facts.estate
    files = ", ".join(source.name for source in estate.sources)
    return _draw(facts, list(estate.jobs), None, f"{files}: {counted(len(estate.jobs), 'job')}")


def neighbourhood_picture(facts: Facts, focus: Sequence[str], title: str) -> str:
    """The jobs of an answer, and what it names outside the files; the title says if some are left out."""
    defined = [name for name in dict.fromkeys(focus) if name in facts.estate.jobs]
    names = defined[:NEIGHBOURHOOD]
    left_out = f" (the first {len(names)} of {len(defined):,} jobs)" if len(defined) > len(names) else ""
    outside = {name for name in focus if name not in facts.estate.jobs}
    return _draw(facts, names, outside, f"{title}{left_out}")


def _draw(facts: Facts, names: Sequence[str], outside: AbstractSet[str] | None, title: str) -> str:
    """Jobs in their boxes, names from outside the files (None: all), and the conditions between them."""
    estate, chosen = facts.estate, set(names)
    large = len(names) > LARGE
    applications = _applications(estate) if large else {}
    group = {name: _box(estate.jobs[name], chosen) or applications.get(name) for name in names}
    groups = {name: group[name] for name in names if name in estate.members}
    groups |= dict.fromkeys(applications.values())
    flags = dict(_flags(facts))
    nodes = [Node(name, name, estate.jobs[name].type, group[name], flags.get(name)) for name in names]
    drawn = [
        edge
        for edge in estate.edges
        if edge.target in chosen and _is_drawn(edge, chosen, outside, estate.jobs)
    ]
    drawn = [edge for edge in drawn if not (large and edge.instance)]
    elsewhere = dict.fromkeys(_source(edge) for edge in drawn if edge.instance)
    nodes += [Node(name, name, OTHER_SCHEDULER) for name in elsewhere]
    edges = [Edge(_source(e), e.target, e.status or "", e.status != "notrunning") for e in drawn]
    return draw_svg(Graph(nodes, edges, title, groups))


def _is_drawn(
    edge: Reference, chosen: AbstractSet[str], outside: AbstractSet[str] | None, jobs: Mapping[str, Job]
) -> bool:
    """Whether an edge is a condition on a chosen job, or on something outside that shows; no globals."""
    if edge.kind != "condition" or edge.status == "value":
        return False
    if edge.instance is None and edge.source in jobs:
        return edge.source in chosen
    return outside is None or _source(edge) in outside


def _source(edge: Reference) -> str:
    """The node that an edge comes from; ``job^INSTANCE`` is never the local job."""
    return f"{edge.source}^{edge.instance}" if edge.instance else edge.source


def _box(job: Job, chosen: AbstractSet[str]) -> str | None:
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


def _flags(facts: Facts) -> Iterator[tuple[str, str]]:
    """What is remarkable about a job, the gravest last."""
    for job in facts.estate.jobs.values():
        status = job.attributes.get("status")
        if isinstance(status, str) and status.strip().upper() in MARKS:
            yield job.name, MARKS[status.strip().upper()]
    yield from ((name, "waits for itself") for name in facts.self_waiting)
    yield from ((name, "cycle") for cycle in facts.dependencies.cycles for name in cycle.jobs)
