"""Boxes that are missing, that are none, that lie in each other or end on jobs outside."""

from collections.abc import Iterator

from workflows.jil_parser.engine.diagnostic import Diagnostic, finding
from workflows.jil_parser.engine.edge import Edge
from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.engine.job import Job


def check_boxes(estate: Estate) -> Iterator[Diagnostic]:
    """dangling-box, box-is-not-a-box, box-ring and box-outside-reference."""
    for job in estate.jobs.values():
        if job.box is not None:
            yield from _check_membership(estate, job, job.box)
    yield from _check_rings(estate)
    yield from _check_ends(estate)


def _check_membership(estate: Estate, job: Job, box: str) -> Iterator[Diagnostic]:
    found = estate.jobs.get(box)
    if found is not None and found.type == "BOX":
        return
    file, line = job.where("box_name")
    if found is None:
        message = f"{job.name} is in the box {box}, which is not defined: it never starts."
        yield finding("dangling-box", file, line, message, job=job.name, hint=estate.hint(box))
    else:
        message = f"{job.name} is in {box}, which is no box but a {found.type} job."
        yield finding("box-is-not-a-box", file, line, message, job=job.name)


def _check_rings(estate: Estate) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for start in estate.members:
        way: dict[str, None] = {}
        box: str | None = start
        while box in estate.jobs and box not in seen:
            seen.add(box)
            way[box] = None
            box = estate.jobs[box].box
        if box in way:
            ring = list(way)[list(way).index(box) :]
            file, line = estate.jobs[box].where("box_name")
            message = f"Boxes lie in each other: {' is in '.join([*ring, box])}."
            yield finding("box-ring", file, line, message, job=box)


def _check_ends(estate: Estate) -> Iterator[Diagnostic]:
    outside: dict[tuple[str, str], list[str]] = {}
    for edge in estate.edges:
        if edge.kind in ("box_success", "box_failure") and not _is_inside(estate, edge):
            outside.setdefault((edge.target, edge.kind), []).append(edge.source)
    for (name, kind), sources in outside.items():
        file, line = estate.jobs[name].where(kind)
        named = ", ".join(dict.fromkeys(sources))
        message = f"The {kind} of {name} depends on what is not inside the box: {named}."
        yield finding("box-outside-reference", file, line, message, job=name)


def _is_inside(estate: Estate, edge: Edge) -> bool:
    return edge.names_job and estate.nesting.contains(edge.target, edge.source)
