"""The picture of what there is how often."""

from collections import Counter
from collections.abc import Iterator

from core.tools.drawing import Bar, Chart, draw_counts
from workflows.jil_parser.engine.job import Job
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import counted

_ATTRIBUTES = ("machine", "owner", "application")


def counts_picture(facts: Facts) -> str:
    """Jobs by type, machine, owner and application; diagnostics by their code."""
    files = ", ".join(source.name for source in facts.estate.sources)
    return draw_counts(f"{files}: {counted(len(facts.estate.jobs), 'job')}", list(_charts(facts)))


def _charts(facts: Facts) -> Iterator[Chart]:
    """What nothing is known of is left out."""
    jobs = facts.estate.jobs.values()
    tables = [("Jobs by type", facts.types)]
    tables += [
        (f"Jobs by {name}", Counter(filter(None, (_value(job, name) for job in jobs))))
        for name in _ATTRIBUTES
    ]
    for title, counts in [*tables, ("Diagnostics by code", facts.codes)]:
        if counts:
            ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
            yield Chart(title, [Bar(name, count) for name, count in ranked])


def _value(job: Job, name: str) -> str:
    """An attribute; an owner without the host behind it."""
    return job.text(name).partition("@")[0] if name == "owner" else job.text(name)
