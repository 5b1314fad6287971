"""``report.md``: the overview with every kind of trouble, each with its place."""

from collections.abc import Iterator

from workflows.jil_parser.answers.overview import Facts, way_of
from workflows.jil_parser.engine.dependencies import Dependencies
from workflows.jil_parser.engine.diagnostic import Diagnostic
from workflows.jil_parser.finding import code

MOST = 500
"""Entries of one section; the rest is in parse.json and jobs.csv, and the report says so."""


def report(dependencies: Dependencies) -> str:
    """The report in Markdown."""
    facts = Facts(dependencies)
    return "\n".join(_lines(facts)) + "\n"


def _lines(facts: Facts) -> Iterator[str]:
    estate, dependencies = facts.estate, facts.dependencies
    yield f"# {', '.join(source.name for source in estate.sources)}"
    yield ""
    yield facts.sentence()
    yield ""
    yield "| | |"
    yield "| --- | --- |"
    for label, value in facts.numbers().items():
        yield f"| {label} | {value:,} |" if isinstance(value, int) else f"| {label} | {value} |"
    yield from _section("Cycles", [way_of(cycle.way) for cycle in dependencies.cycles])
    yield from _section(
        "Missing jobs",
        [
            f"{code(d.edge.target)} names {code(d.edge.source)} in its {d.edge.kind} ({d.file}:{d.line})"
            for d in facts.dangling
        ],
    )
    yield from _section("Longest chain", [code(name) for name in dependencies.longest_chain.jobs])
    yield from _section("Jobs that nothing starts", [code(name) for name in facts.startless])
    yield from _section("Jobs without owner", [code(name) for name in dependencies.without_owner()])
    for severity in ("error", "warning", "info"):
        found = [_diagnostic(d) for d in estate.diagnostics if d.severity == severity]
        yield from _section({"error": "Errors", "warning": "Warnings", "info": "Notes"}[severity], found)


def _section(title: str, entries: list[str]) -> Iterator[str]:
    """A heading and a list; nothing where there is nothing."""
    if not entries:
        return
    yield ""
    yield f"## {title} ({len(entries):,})"
    yield ""
    yield from (f"- {entry}" for entry in entries[:MOST])
    if len(entries) > MOST:
        yield f"- and {len(entries) - MOST:,} more, in parse.json"


def _diagnostic(found: Diagnostic) -> str:
    job = f" {code(found.job)}:" if found.job else ""
    return f"{found.file}:{found.line}{job} {found.message} {found.advice} [{found.code}]".replace("\n", " ")
