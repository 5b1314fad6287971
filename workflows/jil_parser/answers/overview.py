"""What there is in an estate, and what is wrong with it."""

from collections.abc import Iterator
from typing import Any

from core.contracts import Answer
from workflows.jil_parser.answers.troubles import reference_of, way_of
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import Finding, bounded, clipped, counted, joined, names

RINGS, REFERENCES = 5, 8
"""Cycles and dangling references that are told at once."""


def overview(facts: Facts) -> Finding:
    """Counts, the longest chain, and everything that can keep a job from running."""
    answer = Answer(
        finding=sentence(facts), numbers=numbers(facts), details=_problems(facts), next_steps=_ideas(facts)
    )
    return Finding(answer=answer, result=_result(facts))


def sentence(facts: Facts) -> str:
    """The finding: how large the estate is, and what to look at first."""
    jobs, boxes = len(facts.estate.jobs), facts.types["BOX"]
    if not jobs:
        return f"No job is left after the last line; there {_objects(facts) or 'is nothing else either'}."
    size = f"{counted(jobs, 'job')}, {counted(boxes, 'box', 'boxes') if boxes else 'no box'} among them"
    found = list(_troubles(facts))
    return f"{size}; " + (f"watch out for {joined(found)}." if found else "no cycle and no missing job.")


def numbers(facts: Facts) -> dict[str, str | int | float]:
    """The figures that fit on a card."""
    objects = _objects(facts)
    return {
        "Jobs": len(facts.estate.jobs),
        "By type": ", ".join(f"{clipped(name, 20)} {count:,}" for name, count in facts.types.most_common(8)),
        "Dependencies": len(facts.estate.edges),
        "Roots / leaves": f"{len(facts.roots):,} / {len(facts.leaves):,}",
        "Longest chain": counted(len(facts.dependencies.longest_chain.jobs), "job"),
        "Cycles": len(facts.dependencies.cycles),
        "Missing jobs": len(facts.missing),
        "Without owner": len(facts.ownerless),
        "Without start": len(facts.startless),
        "Errors / warnings": f"{facts.severities['error']:,} / {facts.severities['warning']:,}",
        **({"Also defined": objects.partition(" ")[2]} if objects else {}),
    }


def _troubles(facts: Facts) -> Iterator[str]:
    """What can keep jobs from running, the widest first."""
    cycles = len(facts.dependencies.cycles)
    if cycles:
        yield counted(cycles, "cycle")
    if facts.self_waiting:
        yield counted(len(facts.self_waiting), "job that waits for itself", "jobs that wait for themselves")
    if facts.missing:
        yield counted(
            len(facts.missing),
            "name that is waited for but not defined",
            "names that are waited for but not defined",
        )
    if facts.codes["condition-syntax"]:
        yield counted(
            facts.codes["condition-syntax"], "condition that is not valid", "conditions that are not valid"
        )
    if facts.codes["box-cannot-complete"]:
        yield counted(
            facts.codes["box-cannot-complete"], "box that cannot complete", "boxes that cannot complete"
        )
    if facts.startless:
        yield counted(len(facts.startless), "job that nothing starts", "jobs that nothing starts")


def _objects(facts: Facts) -> str:
    """``are 3 machines and 1 calendar``; empty if there is nothing but jobs."""
    kinds = facts.estate.object_counts.most_common(6)
    parts = [counted(count, kind.replace("_", " ")) for kind, count in kinds]
    return f"{'is' if len(kinds) == 1 and kinds[0][1] == 1 else 'are'} {joined(parts)}" if parts else ""


def _problems(facts: Facts) -> str:
    """The first cycles and dangling references, by name and line."""
    cycles = facts.dependencies.cycles
    lines = [f"- Cycle: {way_of(cycle.way)}" for cycle in cycles[:RINGS]]
    lines += [f"- {reference_of(each)}" for each in facts.dangling[:REFERENCES]]
    more = max(len(cycles) - RINGS, 0) + max(len(facts.dangling) - REFERENCES, 0)
    lines += [f"- and {more:,} more, in report.md"] if more else []
    lines += [f"- Nothing starts {names(facts.startless, 5)}"] if facts.startless else []
    return "\n".join(lines)


def _ideas(facts: Facts) -> list[str]:
    """Questions worth asking of this very estate."""
    asks = ("What breaks if I hold {}?", "Which jobs are upstream of {}?")
    return [ask.format(name) for ask, name in zip(asks, facts.busiest, strict=False)]


def _result(facts: Facts) -> dict[str, Any]:
    """The same as data."""
    chain = facts.dependencies.longest_chain
    missing = [{"job": d.edge.target, "missing": d.edge.source} for d in facts.dangling]
    return {
        "counts": {
            "jobs": len(facts.estate.jobs),
            "types": dict(facts.types.most_common()),
            "edges": len(facts.estate.edges),
            "objects": dict(facts.estate.object_counts),
            "diagnostics": dict(facts.severities),
            "codes": dict(facts.codes),
        },
        "lineage_depth": chain.length,
        **bounded("longest_chain", chain.jobs),
        **bounded("roots", facts.roots),
        **bounded("leaves", facts.leaves),
        **bounded("cycles", [list(cycle.jobs) for cycle in facts.dependencies.cycles]),
        **bounded("dangling", missing),
        **bounded("without_owner", facts.ownerless),
        **bounded("without_start_condition", facts.startless),
    }
