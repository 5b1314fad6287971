"""Cycles and dangling references in words."""

from collections.abc import Sequence

from workflows.jil_parser.engine.dependencies import DanglingReference
from workflows.jil_parser.finding import code, counted

RING = 8
"""Jobs of a ring that are named; longer ones are shortened."""


def way_of(jobs: Sequence[str]) -> str:
    """A ring in words, back to its first job."""
    if len(jobs) == 1:
        return f"{code(jobs[0])} waits for itself"
    if len(jobs) > RING:
        return f"{' waits for '.join(map(code, jobs[:RING]))} … ({counted(len(jobs), 'job')} in a ring)"
    return " waits for ".join(map(code, (*jobs, jobs[0])))


def reference_of(found: DanglingReference) -> str:
    """A dangling reference in words, with its place."""
    job, missing, place = code(found.edge.target), code(found.edge.source), place_of(found.file, found.line)
    if found.edge.kind == "member":
        return f"{job} lies in the box {missing}, which is not defined ({place})"
    if found.edge.status == "notrunning":
        return f"{job} must not run beside {missing}, which is not defined: harmless ({place})"
    verb = "waits for" if found.edge.kind == "condition" else f"names in its {found.edge.kind}"
    return f"{job} {verb} {missing}, which is not defined ({place})"


def place_of(file: str, line: int) -> str:
    """A file and a line of it."""
    return code(f"{file}:{line}")
