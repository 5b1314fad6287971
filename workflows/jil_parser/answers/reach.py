"""What a job waits for, and what waits for it."""

from typing import Any

from core.contracts import Answer
from workflows.jil_parser.engine.dependencies import ALL_KINDS, Dependencies, Reached
from workflows.jil_parser.finding import Finding, bounded, bullets, code, counted

SAYS = {
    "condition": "condition",
    "box": "starts with its box",
    "member": "box waits for its members",
    "box_success": "box_success",
    "box_failure": "box_failure",
    "notrunning": "not at the same time",
    "external": "on another scheduler",
    "global": "global variable",
}


def upstream(dependencies: Dependencies, job: str, levels: int | None) -> Finding:
    """Everything that a job waits for, nearest first."""
    reached = dependencies.upstream(job, levels, ALL_KINDS)
    return _finding(dependencies, job, levels, reached, "upstream", "waits for")


def downstream(dependencies: Dependencies, job: str, levels: int | None) -> Finding:
    """Everything that waits for a job, nearest first."""
    reached = dependencies.downstream(job, levels, ALL_KINDS)
    return _finding(dependencies, job, levels, reached, "downstream", "is waited for by")


def _finding(
    dependencies: Dependencies, job: str, levels: int | None, reached: list[Reached], side: str, verb: str
) -> Finding:
    rows = [row_of(found) for found in reached]
    names = [found.name for found in reached if found.name in dependencies.estate.jobs]
    depth = max((found.level for found in reached), default=0)
    within = f" within {counted(levels, 'level')}" if levels else ""
    direct = sum(found.level == 1 for found in reached)
    finding = f"{code(job)} {verb} {counted(len(names), 'job')}{within}" if names else f"{code(job)} {verb} no job"
    return Finding(
        answer=Answer(
            finding=f"{finding}{', ' + format(direct, ',') + ' of them directly' if names and direct else ''}.",
            numbers={side.capitalize(): len(names), "Direct": direct, "Levels": depth},
            details=bullets([line_of(found) for found in reached]),
            next_steps=_ideas(job, side),
        ),
        result={"current_job": job, "lineage_depth": depth, **bounded(side, rows)},
        rows=rows,
        focus=[job, *names],
        job=job,
    )


def row_of(found: Reached) -> dict[str, Any]:
    """One reached job as data."""
    return {
        "job": found.name,
        "level": found.level,
        "through": " ".join(found.kinds),
        "defined": found.defined,
    }


def line_of(found: Reached) -> str:
    """One reached job in words."""
    through = ", ".join(SAYS[kind] for kind in found.kinds)
    special = {"external", "global"} & set(found.kinds)
    missing = "" if found.defined or special else ", NOT DEFINED"
    return f"level {found.level}: {code(found.name)} ({through}{missing})"


def _ideas(job: str, side: str) -> list[str]:
    other = "downstream" if side == "upstream" else "upstream"
    return [f"Which jobs are {other} of {job}?", f"What breaks if I hold {job}?"]
