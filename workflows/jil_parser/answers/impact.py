"""What breaks while a job is on hold."""

from typing import Any

from core.contracts import Answer
from workflows.jil_parser.answers.reach import SAYS
from workflows.jil_parser.engine.dependencies import Affected, Dependencies, Impact
from workflows.jil_parser.finding import Finding, bounded, bullets, code, counted


def impact(dependencies: Dependencies, job: str) -> Finding:
    """Which jobs wait, which boxes cannot complete, and which run all the same."""
    found = dependencies.held(job)
    rows = [
        *(_row(each, "never starts") for each in found.waiting),
        *(_row(each, "box cannot complete") for each in found.incomplete),
        *(_row(each, "runs all the same") for each in found.unaffected),
    ]
    return Finding(
        answer=Answer(
            finding=_sentence(found),
            numbers={
                "Jobs that wait": len(found.waiting),
                "Boxes left running": len(found.incomplete),
                "Run all the same": len(found.unaffected),
            },
            details=_details(found),
            next_steps=[f"Which jobs are downstream of {job}?", f"What does the condition of {job} mean?"],
        ),
        result={
            "current_job": job,
            "able_to_run": found.able,
            "lineage_depth": max((each.level for each in found.waiting), default=0),
            **bounded("waiting", [row["job"] for row in rows if row["effect"] == "never starts"]),
            **bounded("incomplete_boxes", [each.name for each in found.incomplete]),
            **bounded("unaffected", [each.name for each in found.unaffected]),
            **bounded("stuck_anyway", list(found.stuck_anyway)),
        },
        rows=rows,
        focus=[job, *(each.name for each in (*found.waiting, *found.incomplete, *found.unaffected))],
        job=job,
    )


def _sentence(found: Impact) -> str:
    """The finding."""
    if not found.able:
        return f"Holding {code(found.job)} changes nothing: it cannot run anyway, as things stand."
    parts = []
    if found.waiting:
        parts.append(f"{counted(len(found.waiting), 'job')} will not start")
    if found.incomplete:
        parts.append(f"{counted(len(found.incomplete), 'box', 'boxes')} cannot complete")
    if not parts:
        return f"Nothing else breaks if you hold {code(found.job)}."
    return f"If you hold {code(found.job)}, {' and '.join(parts)} until it is released."


def _details(found: Impact) -> str:
    """Who waits for what, in words."""
    parts = []
    if found.waiting:
        parts.append("Will not start:\n" + bullets([_line(each) for each in found.waiting]))
    if found.incomplete:
        parts.append("Boxes that start but cannot complete:\n" + bullets([_line(each) for each in found.incomplete]))
    if found.unaffected:
        parts.append("Run all the same (another way is open):\n" + bullets([_line(each) for each in found.unaffected]))
    if found.stuck_anyway:
        parts.append(f"Below it, but stuck already: {_names(found.stuck_anyway)}.")
    if found.on_hold or found.on_ice:
        marked = _names((*found.on_hold, *found.on_ice))
        parts.append(f"Taken as the files mark them (on hold or on ice): {marked}.")
    return "\n\n".join(parts)


def _line(each: Affected) -> str:
    reasons = "; ".join(f"{SAYS[kind]} {code(name)}" for kind, name in each.because[:3])
    return f"level {each.level}: {code(each.name)}" + (f" ({reasons})" if reasons else "")


def _row(each: Affected, effect: str) -> dict[str, Any]:
    because = "; ".join(f"{kind} {name}" for kind, name in each.because)
    return {"job": each.name, "effect": effect, "level": each.level, "because": because}


def _names(names: tuple[str, ...]) -> str:
    shown = ", ".join(code(name) for name in names[:10])
    return shown if len(names) <= 10 else f"{shown} and {len(names) - 10:,} more"
