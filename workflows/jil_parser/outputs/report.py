"""``report.md``: the overview with every kind of trouble, each with its place."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from workflows.jil_parser.answers.overview import numbers, sentence
from workflows.jil_parser.answers.troubles import place_of, reference_of, way_of
from workflows.jil_parser.engine.diagnostic import Diagnostic
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import code, plain

MOST = 500
"""Entries of one section; the report says where the rest is."""

TITLES = {"error": "Errors", "warning": "Warnings", "info": "Notes"}
Entry = TypeVar("Entry")


def report(facts: Facts) -> str:
    """The report in Markdown."""
    return "\n".join(_lines(facts)) + "\n"


def _lines(facts: Facts) -> Iterator[str]:
    yield f"# {plain(', '.join(source.name for source in facts.estate.sources))}"
    yield ""
    yield sentence(facts)
    yield ""
    yield "| | |"
    yield "| --- | --- |"
    for label, value in numbers(facts).items():
        yield f"| {label} | {value:,} |" if isinstance(value, int) else f"| {label} | {plain(str(value))} |"
    yield from _section("Cycles", facts.dependencies.cycles, lambda cycle: way_of(cycle.way))
    yield from _section("Jobs that wait for themselves", facts.self_waiting, code)
    yield from _section("Dangling references", facts.dangling, reference_of)
    chain = facts.dependencies.longest_chain
    yield from _section("Longest chain", chain.jobs if chain.length else (), code)
    yield from _section("Jobs that nothing starts", facts.startless, code)
    yield from _section("Jobs without owner", facts.ownerless, code)
    for severity, title in TITLES.items():
        found = [each for each in facts.estate.diagnostics if each.severity == severity]
        yield from _section(title, found, _diagnostic)


def _section(title: str, entries: Sequence[Entry], line: Callable[[Entry], str]) -> Iterator[str]:
    """A heading and a list that says where its rest is; nothing where there is nothing."""
    if not entries:
        return
    yield ""
    yield f"## {title} ({len(entries):,})"
    yield ""
    yield from (f"- {line(entry)}" for entry in entries[:MOST])
    if len(entries) > MOST:
        yield f"- and {len(entries) - MOST:,} more; parse.json and jobs.csv have them all"


def _diagnostic(found: Diagnostic) -> str:
    job = f" {code(found.job)}:" if found.job else ""
    return (
        f"{place_of(found.file, found.line)}{job} {plain(f'{found.message} {found.advice}')} ({found.code})"
    )
