"""Questions answered by a list of jobs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.contracts import Answer
from workflows.jil_parser.answers.overview import way_of
from workflows.jil_parser.engine.dependencies import Dependencies
from workflows.jil_parser.finding import Finding, bounded, bullets, code, counted


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """What is listed, and what it means to a person who reads it for the first time."""

    rows: Callable[[Dependencies], list[dict[str, Any]]]
    line: Callable[[dict[str, Any]], str]
    singular: str
    plural: str
    meaning: str


def answer_list(name: str, dependencies: Dependencies) -> Finding:
    """The finding for one of the list questions."""
    question = LISTS[name]
    rows = question.rows(dependencies)
    amount = counted(len(rows), question.singular, question.plural) if rows else f"No {question.plural}"
    return Finding(
        answer=Answer(
            finding=f"{amount}. {question.meaning}",
            numbers={"Found": len(rows), "Of jobs": len(dependencies.estate.jobs)},
            details=bullets([question.line(row) for row in rows]),
        ),
        result=bounded(name, rows),
        rows=rows,
        focus=[row["job"] for row in rows[:40]] if rows else [],
    )


def _places(names: list[str], dependencies: Dependencies) -> list[dict[str, Any]]:
    """Jobs with where they are defined."""
    jobs = dependencies.estate.jobs
    return [{"job": name, "type": jobs[name].type, "file": jobs[name].file, "line": jobs[name].line} for name in names]


def _place_line(row: dict[str, Any]) -> str:
    return f"{code(row['job'])} {row['type']} ({row['file']}:{row['line']})"


def _cycles(dependencies: Dependencies) -> list[dict[str, Any]]:
    jobs = dependencies.estate.jobs
    return [
        {
            "job": cycle.jobs[0],
            "jobs": list(cycle.jobs),
            "way": way_of(cycle.way),
            "file": jobs[cycle.jobs[0]].file,
            "line": jobs[cycle.jobs[0]].line,
        }
        for cycle in dependencies.cycles
    ]


def _dangling(dependencies: Dependencies) -> list[dict[str, Any]]:
    return [
        {
            "job": found.edge.target,
            "missing": found.edge.source,
            "by": found.edge.kind,
            "status": found.edge.status or "",
            "file": found.file,
            "line": found.line,
        }
        for found in dependencies.dangling()
    ]


def _dangling_line(row: dict[str, Any]) -> str:
    place = f"({row['file']}:{row['line']})"
    if row["by"] == "member":
        return f"{code(row['job'])} lies in the box {code(row['missing'])}, which is not defined {place}"
    return f"{code(row['job'])} names {code(row['missing'])} in its {row['by']}, which is not defined {place}"


LISTS = {
    "cycles": ListQuestion(
        _cycles, lambda row: str(row["way"]), "cycle", "cycles", "Jobs in a cycle wait for each other and never start."
    ),
    "dangling": ListQuestion(
        _dangling,
        _dangling_line,
        "dangling reference",
        "dangling references",
        "A condition on a job that is not defined is false for ever.",
    ),
    "roots": ListQuestion(
        lambda d: _places(d.roots(), d), _place_line, "root", "roots", "Roots wait for no other job and lie in no box."
    ),
    "leaves": ListQuestion(
        lambda d: _places(d.leaves(), d), _place_line, "leaf", "leaves", "No other job waits for a leaf."
    ),
    "ownerless": ListQuestion(
        lambda d: _places(d.without_owner(), d),
        _place_line,
        "job without owner",
        "jobs without owner",
        "They run as whoever loaded them.",
    ),
    "startless": ListQuestion(
        lambda d: _places(d.without_start_condition(), d),
        _place_line,
        "job that nothing starts",
        "jobs that nothing starts",
        "They have no condition, lie in no box, and date_conditions is not on.",
    ),
    "longest_chain": ListQuestion(
        lambda d: _places(list(d.longest_chain.jobs), d),
        _place_line,
        "job on the longest chain",
        "jobs on the longest chain",
        "Each waits for the one before it; cycles are left out.",
    ),
}
