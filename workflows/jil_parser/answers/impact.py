"""What breaks while a job is on hold."""

from collections.abc import Callable, Iterator
from typing import Any

from core.contracts import Answer
from workflows.jil_parser.answers.troubles import reference_of, way_of
from workflows.jil_parser.engine.dependencies import Affected, Impact
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import SHOWN, Finding, bounded, bullets, code, counted, joined, names

NAMED = 3
"""Names in a reason."""

REASONS = {
    "condition": "waits for {}",
    "box": "lies in {}",
    "member": "without {}",
    "box_success": "box_success names {}",
    "box_failure": "box_failure names {}",
    "notrunning": "only must not run beside {}",
}
ICE = "On ice is not on hold: conditions on a job on ice count as met, so what waits for it goes on."


def impact(facts: Facts, job: str) -> Finding:
    """Which jobs wait, which boxes cannot end, and which run all the same."""
    found = facts.dependencies.held(job)
    groups = {
        "never starts": found.waiting,
        "box cannot complete": found.incomplete,
        "box can only fail": found.failing,
        "runs all the same": found.unaffected,
    }
    rows = [_row(each, effect) for effect, group in groups.items() for each in group]
    return Finding(
        answer=Answer(
            finding=_sentence(facts, found),
            numbers={
                "Jobs that wait": len(found.waiting),
                "Boxes that cannot complete": len(found.incomplete),
                **({"Boxes that can only fail": len(found.failing)} if found.failing else {}),
                "Run all the same": len(found.unaffected),
            },
            details="\n\n".join(_details(facts, found)),
            next_steps=[f"Which jobs are downstream of {job}?", f"What does the condition of {job} mean?"],
        ),
        result=_result(found),
        rows=rows,
        focus=[job, *dict.fromkeys(each.name for group in groups.values() for each in group)],
        title=f"While {job} is on hold",
        job=job,
    )


def _result(found: Impact) -> dict[str, Any]:
    """The same as data."""
    return {
        "current_job": found.job,
        "able_to_run": found.able,
        "lineage_depth": max((each.level for each in found.waiting), default=0),
        **bounded("waiting", [each.name for each in found.waiting]),
        **bounded("incomplete_boxes", [each.name for each in found.incomplete]),
        **bounded("failing_boxes", [each.name for each in found.failing]),
        **bounded("unaffected", [each.name for each in found.unaffected]),
        **bounded("stuck_anyway", found.stuck_anyway),
    }


def _sentence(facts: Facts, found: Impact) -> str:
    """The finding."""
    job = code(found.job)
    if not found.able:
        return f"Holding {job} changes nothing: it cannot run anyway, as things stand."
    parts = [
        f"{counted(len(found.waiting), 'job')} will not start{_inside(facts, found)}"
        if found.waiting
        else "",
        f"{counted(len(found.incomplete), 'box', 'boxes')} cannot complete" if found.incomplete else "",
        f"{counted(len(found.failing), 'box', 'boxes')} can only end in FAILURE" if found.failing else "",
    ]
    told = list(filter(None, parts))
    if found.job in _marked(facts, "ON_HOLD"):
        return f"{job} is on hold already, as the files have it; {joined(told) or 'nothing else breaks'}."
    return (
        f"If you hold {job}, {joined(told)} until you release it."
        if told
        else f"Nothing else breaks if you hold {job}."
    )


def _inside(facts: Facts, found: Impact) -> str:
    """How many of the waiting jobs lie in the held box."""
    inside, front = set[str](), [found.job]
    for box in front:
        for member in facts.estate.members.get(box, ()):
            if member not in inside:
                inside.add(member)
                front.append(member)
    number = sum(each.name in inside for each in found.waiting)
    return f" ({number:,} of them in the box)" if number else ""


def _details(facts: Facts, found: Impact) -> Iterator[str]:
    """Who waits for what, in words."""
    if not found.able:
        yield from _obstacles(facts, found.job)
    for title, group in (
        ("Will not start:", found.waiting),
        ("Boxes that start but cannot complete:", found.incomplete),
        ("Boxes that can only end in FAILURE:", found.failing),
    ):
        if group:
            yield f"{title}\n" + bullets([_line(each, REASONS.__getitem__) for each in group])
    if found.unaffected:
        yield "Run all the same:\n" + bullets([_line(each, _spared) for each in found.unaffected])
    if found.stuck_anyway:
        yield f"Behind it, but cannot run in any case: {names(found.stuck_anyway, 10)}."
    yield from _taken_for_granted(found)
    yield from _on_failure(facts, found.job)
    if found.waiting or found.incomplete:
        yield ICE


def _obstacles(facts: Facts, job: str) -> Iterator[str]:
    """What keeps a job from running even now."""
    above = {job, *(each.name for each in facts.dependencies.upstream(job))}
    lines = [f"Cycle: {way_of(cycle.way)}" for cycle in facts.dependencies.cycles if above & set(cycle.jobs)]
    lines += [way_of([name]) for name in facts.self_waiting if name in above]
    lines += [reference_of(each) for each in facts.dangling if each.edge.target in above]
    lines += [f"{code(name)} is on hold in the files" for name in _marked(facts, "ON_HOLD") if name in above]
    if lines:
        yield "In its way, at or above it:\n" + bullets(lines[:SHOWN])


def _taken_for_granted(found: Impact) -> Iterator[str]:
    """What the files themselves put on hold or on ice."""
    if found.on_hold:
        yield f"Taken to be on hold, as in the files: {names(found.on_hold, 10)}."
    if found.on_ice:
        yield f"Taken to be on ice, as in the files: {names(found.on_ice, 10)}."


def _on_failure(facts: Facts, job: str) -> Iterator[str]:
    """Who would be let through by a failure, which a hold is not."""
    let_through = [
        edge.target
        for edge in facts.estate.edges
        if edge.source == job and edge.orders and edge.status in ("failure", "terminated", "done", "exitcode")
    ]
    if let_through:
        jobs = names(list(dict.fromkeys(let_through)), 10)
        yield f"A failure is not a hold: if it ran and failed, {jobs} could start."


def _marked(facts: Facts, status: str) -> list[str]:
    """Jobs that the files put into a status."""
    return [job.name for job in facts.estate.jobs.values() if job.text("status").upper() == status]


def _spared(kind: str) -> str:
    """Why a job runs although something it names is lost."""
    return REASONS["notrunning"] if kind == "notrunning" else "can do without {}"


def _line(each: Affected, reason: Callable[[str], str]) -> str:
    """A job with what it lacks, by the sort of link."""
    by_reason: dict[str, list[str]] = {}
    for kind, name in each.because:
        by_reason.setdefault(reason(kind), []).append(name)
    told = "; ".join(words.format(names(found, NAMED)) for words, found in by_reason.items())
    return f"level {each.level}: {code(each.name)}" + (f" ({told})" if told else "")


def _row(each: Affected, effect: str) -> dict[str, Any]:
    because = "; ".join(f"{kind} {name}" for kind, name in each.because)
    return {"job": each.name, "effect": effect, "level": each.level, "because": because}
