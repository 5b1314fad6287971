"""One job: what it is, what it waits for, what waits for it."""

from collections.abc import Iterator
from typing import Any

from core.contracts import Answer
from workflows.jil_parser.answers.reach import DOWNSTREAM_SAYS, UPSTREAM_SAYS, Reach, line_of, row_of
from workflows.jil_parser.answers.troubles import place_of
from workflows.jil_parser.engine.dependencies import ALL_KINDS, Dependencies
from workflows.jil_parser.engine.diagnostic import Diagnostic
from workflows.jil_parser.engine.job import Job
from workflows.jil_parser.finding import VALUE, Finding, bounded, bullets, code, counted, plain

SHOWN_ATTRIBUTES = (
    "description",
    "application",
    "owner",
    "machine",
    "command",
    "watch_file",
    "condition",
    "box_success",
    "box_failure",
    "date_conditions",
    "start_times",
    "start_mins",
    "days_of_week",
    "run_calendar",
    "exclude_calendar",
    "run_window",
    "timezone",
    "status",
)
STATES = {"ON_HOLD": "on hold", "ON_ICE": "on ice", "ON_NOEXEC": "on no-exec", "INACTIVE": "inactive"}


def describe(dependencies: Dependencies, job: str) -> Finding:
    """A job's definition with its direct neighbours, and how far it reaches."""
    before = Reach(dependencies.upstream(job, None, ALL_KINDS))
    behind = Reach(dependencies.downstream(job, None, ALL_KINDS))
    definition = dependencies.estate.jobs[job]
    up = [{"side": "upstream", **row_of(each)} for each in before.found]
    down = [{"side": "downstream", **row_of(each)} for each in behind.found]
    return Finding(
        answer=Answer(
            finding=_sentence(dependencies, definition, len(before.jobs), len(behind.jobs)),
            numbers={"Upstream": len(before.jobs), "Downstream": len(behind.jobs)},
            details="\n\n".join(_details(dependencies, definition, before, behind)),
            next_steps=[f"What breaks if I hold {job}?", f"What does the condition of {job} mean?"],
        ),
        result=_result(definition, before, behind, up, down),
        rows=[*up, *down],
        focus=[job, *(each.name for reach in (before, behind) for each in reach.found if each.level == 1)],
        title=f"Directly around {job}",
        job=job,
    )


def _sentence(dependencies: Dependencies, definition: Job, before: int, behind: int) -> str:
    """What it is, whose it is, and how far it reaches."""
    members = len(dependencies.estate.members.get(definition.name, ()))
    kind = (
        f"a box of {counted(members, 'job')}"
        if definition.type == "BOX"
        else f"a {plain(definition.type, 20)} job"
    )
    where = f" in box {code(definition.box)}" if definition.box else ""
    owner = f"owned by {code(definition.text('owner'))}" if definition.text("owner") else "without owner"
    state = STATES.get(definition.text("status").strip().upper())
    marked = f", {state} in the files" if state else ""
    waits = f"it waits for {counted(before, 'job')}" if before else "it waits for no job"
    waiting = counted(behind, "job waits", "jobs wait") if behind else "no job waits"
    return f"{code(definition.name)} is {kind}{where}, {owner}{marked}; {waits}, and {waiting} for it."


def _details(dependencies: Dependencies, definition: Job, before: Reach, behind: Reach) -> Iterator[str]:
    """The definition, the direct neighbours, and what is wrong with it."""
    lines = [
        f"- {key}: {code(definition.text(key), VALUE)}" for key in SHOWN_ATTRIBUTES if definition.text(key)
    ]
    yield "\n".join([f"Defined at {place_of(definition.file, definition.line)}.", *lines])
    found = [each for each in dependencies.estate.diagnostics if each.job == definition.name]
    if found:
        yield "Trouble:\n" + bullets([_trouble(each) for each in found])
    up = [line_of(each, UPSTREAM_SAYS) for each in before.found if each.level == 1]
    down = [line_of(each, DOWNSTREAM_SAYS) for each in behind.found if each.level == 1]
    if up:
        yield "Waits for:\n" + bullets(up)
    if down:
        yield "Is waited for by:\n" + bullets(down)


def _trouble(found: Diagnostic) -> str:
    return f"{found.severity}: {plain(found.message)} ({place_of(found.file, found.line)})"


def _result(
    definition: Job, before: Reach, behind: Reach, up: list[dict[str, Any]], down: list[dict[str, Any]]
) -> dict[str, Any]:
    """The same as data."""
    return {
        "current_job": definition.name,
        "definition": {"type": definition.type, "box": definition.box, **definition.attributes},
        "lineage_depth": max(before.depth, behind.depth),
        **bounded("upstream", up),
        **bounded("downstream", down),
    }
