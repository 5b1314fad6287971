"""What breaks, and what goes on, while a job is on hold or on ice or once it has failed."""

from collections.abc import Callable, Iterator
from typing import Any

from core.contracts import Answer
from workflows.jil_parser.answers.impact_sentence import SENTENCES, marked
from workflows.jil_parser.answers.scenarios import READINGS
from workflows.jil_parser.answers.troubles import reference_of, way_of
from workflows.jil_parser.engine.dependencies import Affected, Impact
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import SHOWN, Finding, bounded, bullets, code, names

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


TITLES = {"hold": "While {} is on hold", "ice": "While {} is on ice", "fail": "After {} has failed"}
GOES_ON = {"ice": "goes on without its work", "fail": "can start because of it"}


def impact(facts: Facts, job: str, scenario: str = "hold") -> Finding:
    """Which jobs wait, which boxes cannot end, and which run all the same, in one of READINGS."""
    reading = READINGS[scenario]
    found = facts.dependencies.impact(job, reading.scenario)
    groups = {
        "never starts": found.waiting,
        "box cannot complete": found.incomplete,
        "box can only fail": found.failing,
        GOES_ON.get(found.scenario, ""): found.going_on,
        "can start now": found.released,
        "box can complete now": found.completing,
        "runs all the same": found.unaffected,
    }
    rows = [_row(each, effect) for effect, group in groups.items() for each in group]
    sentence = SENTENCES[found.scenario](facts, found)
    if reading.remark:
        sentence = f"Read as a {reading.scenario}: {sentence[0].lower()}{sentence[1:]}"
    return Finding(
        answer=Answer(
            finding=sentence,
            numbers=_numbers(found),
            details="\n\n".join(filter(None, [reading.remark, *_details(facts, found)])),
            next_steps=[f"Which jobs are downstream of {job}?", f"What does the condition of {job} mean?"],
        ),
        result={**_result(found), "asked": scenario},
        rows=rows,
        focus=[job, *dict.fromkeys(each.name for group in groups.values() for each in group)],
        title=TITLES[found.scenario].format(job),
        job=job,
    )


def _numbers(found: Impact) -> dict[str, str | int | float]:
    """The figures of a scenario; those that are seldom anything else than 0 only where they are."""
    return {
        **({"Go on without its work": len(found.going_on)} if found.scenario == "ice" else {}),
        "Jobs that wait": len(found.waiting),
        "Boxes that cannot complete": len(found.incomplete),
        **({"Boxes that can only fail": len(found.failing)} if found.failing else {}),
        **({"Can start because of it": len(found.going_on)} if found.scenario == "fail" else {}),
        **({"Can start only now": len(found.released)} if found.released else {}),
        "Run all the same": len(found.unaffected),
    }


def _result(found: Impact) -> dict[str, Any]:
    """The same as data."""
    return {
        "current_job": found.job,
        "scenario": found.scenario,
        "able_to_run": found.able,
        "lineage_depth": max((each.level for each in found.waiting), default=0),
        **bounded("waiting", [each.name for each in found.waiting]),
        **bounded("incomplete_boxes", [each.name for each in found.incomplete]),
        **bounded("failing_boxes", [each.name for each in found.failing]),
        **bounded("going_on", [each.name for each in found.going_on]),
        **bounded("released", [each.name for each in found.released]),
        **bounded("completing_boxes", [each.name for each in found.completing]),
        **bounded("unaffected", [each.name for each in found.unaffected]),
        **bounded("stuck_anyway", found.stuck_anyway),
    }


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
    yield from _gains(found)
    if found.unaffected:
        yield "Run all the same:\n" + bullets([_line(each, _spared) for each in found.unaffected])
    if found.stuck_anyway:
        yield f"Behind it, but cannot run in any case: {names(found.stuck_anyway, 10)}."
    yield from _taken_for_granted(found)
    if found.scenario == "hold":
        yield from _on_failure(facts, found.job)
        if found.waiting or found.incomplete:
            yield ICE
    elif found.scenario == "fail":
        yield from _on_terminator(facts, found.job)
    else:
        yield from _false_alarms(facts, found)


def _gains(found: Impact) -> Iterator[str]:
    """Who goes on or starts because of it."""
    for title, group in (
        (f"{GOES_ON.get(found.scenario, '').capitalize()}:", found.going_on),
        ("Can start only now:", found.released),
        ("Boxes that can complete only now:", found.completing),
    ):
        if group:
            yield f"{title}\n" + bullets([f"level {each.level}: {code(each.name)}" for each in group])


def _on_terminator(facts: Facts, job: str) -> Iterator[str]:
    """A failure that takes its box along."""
    definition = facts.estate.jobs[job]
    if definition.box and definition.is_true("box_terminator"):
        box = code(definition.box)
        yield f"It is a box_terminator: its failure also terminates {box}; what that sets off is left out."


def _false_alarms(facts: Facts, found: Impact) -> Iterator[str]:
    """Conditions on a failure count as met on ice too, though nothing has failed."""
    going_on = {each.name for each in found.going_on}
    edges = (edge for edge in facts.estate.edges if edge.source == found.job and edge.orders)
    alarms = [e.target for e in edges if e.status in ("failure", "terminated") and e.target in going_on]
    if alarms:
        jobs = names(list(dict.fromkeys(alarms)), 10)
        yield f"Mind {jobs}: a condition on its failure counts as met as well, though nothing has failed."


def _obstacles(facts: Facts, job: str) -> Iterator[str]:
    """What keeps a job from running even now."""
    above = {job, *(each.name for each in facts.dependencies.upstream(job))}
    lines = [f"Cycle: {way_of(cycle.way)}" for cycle in facts.dependencies.cycles if above & set(cycle.jobs)]
    lines += [way_of([name]) for name in facts.self_waiting if name in above]
    lines += [reference_of(each) for each in facts.dangling if each.edge.target in above]
    lines += [f"{code(name)} is on hold in the files" for name in marked(facts, "ON_HOLD") if name in above]
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
