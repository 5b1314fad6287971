"""Questions answered by a list of jobs or of findings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.contracts import Answer
from workflows.jil_parser.answers.troubles import place_of, reference_of, way_of
from workflows.jil_parser.engine.dependencies import DanglingReference
from workflows.jil_parser.engine.diagnostic import Diagnostic
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import Finding, bounded, bullets, code, counted, joined, plain

Row = dict[str, Any]

SEVERITIES = ("error", "warning", "info")
NOUNS = {"error": "error", "warning": "warning", "info": "note"}


@dataclass(frozen=True, slots=True)
class ListQuestion:
    """What is listed, each entry as data and as a line, and the sentence over it."""

    rows: Callable[[Facts], list[Row]]
    lines: Callable[[Facts], list[str]]
    sentence: Callable[[Facts], str]
    pictured: Callable[[Facts], list[str]] = lambda _: []
    title: str = ""


def answer_list(name: str, facts: Facts) -> Finding:
    """The finding for one of the list questions."""
    question = LISTS[name]
    rows = question.rows(facts)
    return Finding(
        answer=Answer(
            finding=question.sentence(facts),
            numbers={"Found": len(rows), "Of jobs": len(facts.estate.jobs)},
            details=bullets(question.lines(facts)),
        ),
        result=bounded(name, rows),
        rows=rows,
        focus=question.pictured(facts),
        title=question.title,
    )


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of one job, of several, of none, and what it means to a person who reads it first."""

    one: str
    several: str
    none: str
    meaning: str

    def about(self, found: list[str], facts: Facts) -> str:
        """The sentence: 6 of 341 jobs have no owner, and what that means."""
        if not found:
            return self.none
        said = self.one if len(found) == 1 else self.several
        return f"{len(found):,} of {counted(len(facts.estate.jobs), 'job')} {said}. {self.meaning}"


def _jobs(pick: Callable[[Facts], list[str]], words: Words) -> ListQuestion:
    """A list of jobs, each with its type and where it is defined."""
    return ListQuestion(
        lambda facts: _places(pick(facts), facts),
        lambda facts: _place_lines(pick(facts), facts),
        lambda facts: words.about(pick(facts), facts),
    )


def _places(names: list[str], facts: Facts) -> list[Row]:
    jobs = (facts.estate.jobs[name] for name in names)
    return [{"job": job.name, "type": job.type, "file": job.file, "line": job.line} for job in jobs]


def _place_lines(names: list[str], facts: Facts) -> list[str]:
    jobs = (facts.estate.jobs[name] for name in names)
    return [f"{code(job.name)} {plain(job.type, 20)} ({place_of(job.file, job.line)})" for job in jobs]


def _cycle_rows(facts: Facts) -> list[Row]:
    rings = [(cycle.jobs, cycle.way) for cycle in facts.dependencies.cycles]
    rings += [((name,), (name,)) for name in facts.self_waiting]
    jobs = facts.estate.jobs
    return [
        {
            "job": ring[0],
            "jobs": list(ring),
            "way": way_of(way),
            "file": jobs[ring[0]].file,
            "line": jobs[ring[0]].line,
        }
        for ring, way in rings
    ]


def _cycle_sentence(facts: Facts) -> str:
    cycles, alone = len(facts.dependencies.cycles), len(facts.self_waiting)
    also = counted(alone, "job waits for itself", "jobs wait for themselves") if alone else ""
    if not cycles:
        return (
            f"No cycle, but {also}."
            if also
            else "No cycle: no job waits for itself, directly or through others."
        )
    jobs = sum(len(cycle.jobs) for cycle in facts.dependencies.cycles)
    return (
        f"{counted(cycles, 'cycle')} of {counted(jobs, 'job')}{' in all' if cycles > 1 else ''}"
        f"{f'; besides, {also}' if also else ''}. "
        "Jobs in a cycle wait for each other and cannot begin, unless a condition has another way in (OR)."
    )


def _reference_row(found: DanglingReference) -> Row:
    edge = found.edge
    return {
        "job": edge.target,
        "missing": edge.source,
        "by": "box_name" if edge.kind == "member" else edge.kind,
        "status": edge.status or "",
        "file": found.file,
        "line": found.line,
    }


def _dangling_sentence(facts: Facts) -> str:
    found = facts.dangling
    if not found:
        return "No dangling reference: every job and box that is named is defined."
    missing = len({each.edge.source for each in found})
    harmless = sum(each.edge.status == "notrunning" for each in found)
    references = counted(len(found), "dangling reference")
    to = counted(missing, "name that is", "names that are")
    spared = f", {harmless:,} of them harmless (notrunning)" if harmless else ""
    return (
        f"{references} to {to} not defined{spared}. "
        "A condition on a job that is not defined never comes true."
    )


def _chain(facts: Facts) -> list[str]:
    return list(facts.dependencies.longest_chain.jobs)


def _chain_sentence(facts: Facts) -> str:
    chain = _chain(facts)
    if len(chain) < 2:
        return "No job waits for another, so there is no chain."
    without = " Cycles are left out." if facts.dependencies.cycles else ""
    return (
        f"The longest chain has {len(chain):,} jobs, from {code(chain[0])} to {code(chain[-1])}; "
        f"each waits for the one before it.{without}"
    )


def _found(facts: Facts, test: Callable[[Diagnostic], bool]) -> list[Diagnostic]:
    """The diagnostics that pass a test, errors first, each severity in the order of the files."""
    found = filter(test, facts.estate.diagnostics)
    return sorted(found, key=lambda each: SEVERITIES.index(each.severity))


def _diagnostic_line(found: Diagnostic) -> str:
    text = plain(f"{found.message} {found.advice}")
    return f"{found.severity}: {text} ({found.code}, {place_of(found.file, found.line)})"


def _diagnostics(test: Callable[[Diagnostic], bool], sentence: Callable[[Facts], str]) -> ListQuestion:
    """A list of diagnostics, each with its reason, its place and what to do."""
    return ListQuestion(
        lambda facts: [each.as_dict() for each in _found(facts, test)],
        lambda facts: [_diagnostic_line(each) for each in _found(facts, test)],
        sentence,
        lambda facts: list(
            dict.fromkeys(each.job for each in _found(facts, test) if each.job in facts.estate.jobs)
        ),
        "Jobs with a diagnostic",
    )


def _severities_sentence(*severities: str) -> Callable[[Facts], str]:
    """How many there are of each severity."""

    def sentence(facts: Facts) -> str:
        told = [counted(facts.severities[each], NOUNS[each]) for each in severities if facts.severities[each]]
        none = joined([NOUNS[each] for each in severities]).replace(" and ", " or ")
        return f"{joined(told)}." if told else f"No {none} in these files."

    return sentence


def _boxes_sentence(facts: Facts) -> str:
    number = facts.codes["box-cannot-complete"]
    if not number:
        return "No box is kept from completing by its members."
    return (
        f"{counted(number, 'box', 'boxes')} cannot complete: a member can never start or end. "
        "A box without box_success or box_failure stays RUNNING until all its members have ended."
    )


LISTS = {
    "cycles": ListQuestion(
        _cycle_rows,
        lambda facts: [str(row["way"]) for row in _cycle_rows(facts)],
        _cycle_sentence,
        lambda facts: [name for row in _cycle_rows(facts) for name in row["jobs"]],
        "Jobs that wait for each other",
    ),
    "dangling": ListQuestion(
        lambda facts: [_reference_row(each) for each in facts.dangling],
        lambda facts: [reference_of(each) for each in facts.dangling],
        _dangling_sentence,
        lambda facts: [name for each in facts.dangling for name in (each.edge.target, each.edge.source)],
        "Jobs that name something missing",
    ),
    "longest_chain": ListQuestion(
        lambda facts: _places(_chain(facts), facts),
        lambda facts: _place_lines(_chain(facts), facts),
        _chain_sentence,
        _chain,
        "The longest chain",
    ),
    "stuck_boxes": _diagnostics(lambda each: each.code == "box-cannot-complete", _boxes_sentence),
    "diagnostics": _diagnostics(lambda _: True, _severities_sentence(*SEVERITIES)),
    "errors": _diagnostics(lambda each: each.severity == "error", _severities_sentence("error")),
    "warnings": _diagnostics(lambda each: each.severity == "warning", _severities_sentence("warning")),
    "roots": _jobs(
        lambda facts: facts.roots,
        Words(
            "is a root",
            "are roots",
            "No root: every job waits for another or lies in a box.",
            "A root waits for no other job and lies in no box.",
        ),
    ),
    "leaves": _jobs(
        lambda facts: facts.leaves,
        Words(
            "is a leaf", "are leaves", "No leaf: every job is waited for.", "No other job waits for a leaf."
        ),
    ),
    "ownerless": _jobs(
        lambda facts: facts.ownerless,
        Words(
            "has no owner",
            "have no owner",
            "Every job has an owner.",
            "The scheduler then takes whoever loads the JIL.",
        ),
    ),
    "startless": _jobs(
        lambda facts: facts.startless,
        Words(
            "has nothing that starts it",
            "have nothing that starts them",
            "Every job has a condition, a box or a schedule that starts it.",
            "No condition, no box, and date_conditions is not on: only a person or an event can start one.",
        ),
    ),
}
