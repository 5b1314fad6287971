"""One job: what it is, what it waits for, what waits for it."""

from typing import Any

from core.contracts import Answer
from workflows.jil_parser.answers.reach import line_of
from workflows.jil_parser.engine.dependencies import ALL_KINDS, Dependencies
from workflows.jil_parser.engine.job import Job
from workflows.jil_parser.finding import Finding, bounded, bullets, code, counted

SHOWN_ATTRIBUTES = (
    "description", "owner", "machine", "command", "watch_file", "condition", "start_times", "start_mins",
    "days_of_week", "run_calendar", "exclude_calendar", "run_window", "timezone", "application", "status",
)  # fmt: skip


def describe(dependencies: Dependencies, job: str) -> Finding:
    """A job's definition with its direct neighbours, and how far it reaches."""
    before = dependencies.upstream(job, None, ALL_KINDS)
    behind = dependencies.downstream(job, None, ALL_KINDS)
    definition = dependencies.estate.jobs[job]
    up, down = [f for f in before if f.level == 1], [f for f in behind if f.level == 1]
    rows: list[dict[str, Any]] = [
        {"job": found.name, "side": side, "level": found.level, "through": " ".join(found.kinds)}
        for side, found_on_side in (("upstream", before), ("downstream", behind))
        for found in found_on_side
    ]
    details = [_attributes(definition)]
    details += ["Waits for:\n" + bullets([line_of(found) for found in up])] if up else []
    details += ["Is waited for by:\n" + bullets([line_of(found) for found in down])] if down else []
    return Finding(
        answer=Answer(
            finding=_sentence(definition, len(before), len(behind)),
            numbers={"Upstream": len(before), "Downstream": len(behind)},
            details="\n\n".join(details),
            next_steps=[f"What breaks if I hold {job}?", f"What does the condition of {job} mean?"],
        ),
        result={
            "current_job": job,
            "definition": {"type": definition.type, "box": definition.box, **definition.attributes},
            "lineage_depth": max((found.level for found in (*before, *behind)), default=0),
            **bounded("upstream", [row for row in rows if row["side"] == "upstream"]),
            **bounded("downstream", [row for row in rows if row["side"] == "downstream"]),
        },
        rows=rows,
        focus=[job, *(found.name for found in (*up, *down))],
        job=job,
    )


def _sentence(definition: Job, before: int, behind: int) -> str:
    where = f" in box {code(definition.box)}" if definition.box else ""
    owner = f", owner {definition.text('owner')}" if definition.text("owner") else ", without owner"
    reach = f"it depends on {counted(before, 'thing')} and {counted(behind, 'thing')} depend on it"
    return f"{code(definition.name)} is a {definition.type} job{where}{owner}; {reach}."


def _attributes(definition: Job) -> str:
    lines = [f"- {key}: {code(definition.text(key))}" for key in SHOWN_ATTRIBUTES if definition.text(key)]
    return "\n".join([f"Defined at {definition.file}:{definition.line}.", *lines])
