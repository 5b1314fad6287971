"""References: what the conditions of all jobs name, as typed edges."""

from typing import Final, NamedTuple

from .condition import Atom, Condition, ConditionError
from .condition_parser import parse_condition
from .condition_scanner import recover_atoms
from .diagnostic import Diagnostic, finding
from .edge import GLOBAL_PREFIX, Edge, EdgeKind
from .job import Job

_KINDS: Final[tuple[EdgeKind, ...]] = ("condition", "box_success", "box_failure")
_UNORDERED: Final = ("notrunning", "value")


class References(NamedTuple):
    """All edges of an estate. ``waits``: the jobs, defined or not, a condition orders its job behind."""

    edges: list[Edge]
    waits: dict[str, list[str]]


def collect(jobs: dict[str, Job], diagnostics: list[Diagnostic]) -> References:
    """Parse every condition and make its edges; a broken one is reported and gives its well-formed atoms."""
    edges: list[Edge] = []
    waits: dict[str, list[str]] = {}
    for name, job in jobs.items():
        if job.box is not None:
            edges.append(Edge(job.box, name, "member"))
        for kind in _KINDS:
            if kind in job.attributes and (text := job.text(kind)):
                atoms = _atoms(job, kind, text, diagnostics)
                if kind == "condition":
                    waits[name] = [atom[1] for atom in atoms if atom[0] not in _UNORDERED and not atom[3]]
                for status, other, lookback, instance, operator, value in atoms:
                    source = other if status != "value" else GLOBAL_PREFIX + other
                    edges.append(Edge(source, name, kind, status, lookback, instance, operator, value))
    return References(edges, waits)


def _atoms(job: Job, kind: EdgeKind, text: str, diagnostics: list[Diagnostic]) -> tuple[Atom, ...]:
    """The distinct atoms of one attribute, in order."""
    try:
        condition = parse_condition(text)
    except ConditionError as error:
        _report(
            job, kind, "condition-syntax", f"The {kind} of {job.name} does not parse: {error}.", diagnostics
        )
        return tuple(dict.fromkeys(recover_atoms(text)))
    for oddity in condition.oddities:
        _report(job, kind, "odd-lookback", f"In the {kind} of {job.name} {oddity}.", diagnostics)
    return condition.atoms if len(condition.atoms) == 1 else tuple(dict.fromkeys(condition.atoms))


def _report(job: Job, kind: str, code: str, message: str, diagnostics: list[Diagnostic]) -> None:
    file, line = job.where(kind)
    diagnostics.append(finding(code, file, line, message, job=job.name))


def lenient_condition(job: Job, kind: str = "condition") -> Condition | None:
    """The condition of a job, or its well-formed atoms joined by "and" if it does not parse, or None."""
    text = job.text(kind).strip()
    if not text:
        return None
    try:
        return parse_condition(text)
    except ConditionError:
        atoms = tuple(recover_atoms(text))
    steps = [0, *(step for index in range(1, len(atoms)) for step in (index, "and"))]
    return Condition(tuple(steps), atoms) if atoms else None  # type: ignore[arg-type]
