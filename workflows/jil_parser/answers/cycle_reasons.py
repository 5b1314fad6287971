"""Why jobs wait for each other: every step of a cycle with the condition that makes it."""

from collections.abc import Iterator

from core.contracts import Answer
from workflows.jil_parser.answers.lists import LISTS, answer_list
from workflows.jil_parser.answers.troubles import place_of, way_of
from workflows.jil_parser.engine.dependencies import Cycle
from workflows.jil_parser.engine.edge import Edge
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import VALUE, Finding, bounded, bullets, code, counted

Step = tuple[str, str, Edge]
"""A job, the one that it waits for, and the link between them."""


def cycle_reasons(facts: Facts, job: str | None = None) -> Finding:
    """The reason of each cycle, or of the one that a job lies in.

    Raises UnknownJobError for a job that is not there.
    """
    if job is not None:
        facts.dependencies.upstream(job, 1)
    cycles = [cycle for cycle in facts.dependencies.cycles if job is None or job in cycle.jobs]
    if job is not None and not cycles:
        return _in_no_cycle(facts, job)
    if not cycles:
        return answer_list("cycles", facts)
    steps = [_steps(facts, cycle) for cycle in cycles]
    rows = [_row(facts, number, step) for number, ring in enumerate(steps, 1) for step in ring]
    said = "It is a cycle" if len(cycles) == 1 else f"They are {counted(len(cycles), 'cycle')}"
    return Finding(
        answer=Answer(
            finding=f"{said} because each job waits for the next, and the last for the first: "
            f"{'; '.join(way_of(cycle.way) for cycle in cycles[:3])}.",
            numbers={"Cycles": len(cycles), "Jobs": sum(len(cycle.jobs) for cycle in cycles)},
            details="\n\n".join(_details(facts, steps)),
            next_steps=[f"What does the condition of {cycles[0].jobs[0]} mean?"],
        ),
        result=bounded("steps", rows),
        rows=rows,
        focus=[name for cycle in cycles for name in cycle.jobs],
        title="Jobs that wait for each other",
        job=job,
    )


def _in_no_cycle(facts: Facts, job: str) -> Finding:
    """A job that is not to blame."""
    others = len(facts.dependencies.cycles)
    besides = f" These files hold {counted(others, 'cycle')} of other jobs." if others else ""
    alone = job in facts.self_waiting
    said = "waits for itself, and is in no other cycle" if alone else "is in no cycle"
    return Finding(
        answer=Answer(
            finding=f"{code(job)} {said}.{besides}",
            numbers={"Cycles": int(alone), "Of cycles": others + len(facts.self_waiting)},
            next_steps=[f"Which jobs are upstream of {job}?"],
        ),
        result={"current_job": job, **bounded("steps", [])},
        focus=LISTS["cycles"].pictured(facts),
        title="Jobs that wait for each other",
        job=job,
    )


def _steps(facts: Facts, cycle: Cycle) -> list[Step]:
    """Once around: each job with the next one and the link to it."""
    pairs = zip(cycle.way, (*cycle.way[1:], cycle.way[0]), strict=True)
    links = {(edge.target, edge.source): edge for edge in facts.estate.edges if edge.orders}
    return [(job, before, links[job, before]) for job, before in pairs if (job, before) in links]


def _row(facts: Facts, number: int, step: Step) -> dict[str, object]:
    job, before, edge = step
    file, line = facts.estate.jobs[job].where("condition")
    return {
        "cycle": number,
        "job": job,
        "waits_for": before,
        "status": edge.status or "",
        "condition": facts.estate.jobs[job].text("condition"),
        "file": file,
        "line": line,
    }


def _details(facts: Facts, steps: list[list[Step]]) -> Iterator[str]:
    """Each step with its condition and its place, and how a cycle is opened."""
    for ring in steps:
        yield bullets([_line(facts, step) for step in ring])
    yield (
        "One of these conditions has to go, or get another way in (OR), before any of the jobs can begin "
        "by itself; a notrunning() or a job on another scheduler makes no cycle."
    )


def _line(facts: Facts, step: Step) -> str:
    job, before, _ = step
    definition = facts.estate.jobs[job]
    written, place = code(definition.text("condition"), VALUE), place_of(*definition.where("condition"))
    return f"{code(job)} waits for {code(before)}: condition {written} ({place})"
