"""Counts of jobs by type, machine, owner and application."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from workflows.jil_parser.engine.job import Job
from workflows.jil_parser.facts import Facts

MOST = 8
"""Bars of one chart."""


class Bar(NamedTuple):
    """A value, its number of jobs, its bar in percent of the longest, and the search that finds the jobs."""

    label: str
    jobs: int
    length: float
    query: str


class Chart(NamedTuple):
    """The values of most jobs; ``more`` values are left out, ``without`` jobs have none."""

    title: str
    bars: list[Bar]
    more: int
    without: int


def charts(facts: Facts) -> list[Chart]:
    """Those that have anything to show."""
    jobs = facts.estate.jobs.values()
    machines, owners = Counter(_texts(jobs, "machine")), Counter(_texts(jobs, "owner"))
    found = [
        _chart("By type", "type", facts.types, 0),
        _chart("By machine", "machine", _by_machine(machines), machines[""]),
        _chart("By owner", "owner", _by_account(owners), owners[""]),
        _by_application(jobs),
    ]
    return [chart for chart in found if chart.bars]


def _by_application(jobs: Iterable[Job]) -> Chart:
    counts = Counter(_texts(jobs, "application"))
    return _chart("By application", "application", counts, counts[""])


def _texts(jobs: Iterable[Job], key: str) -> Iterable[str]:
    return (job.text(key).strip() for job in jobs)


def _by_machine(counts: Counter[str]) -> Counter[str]:
    """A job that lists several machines counts for each of them."""
    parts: Counter[str] = Counter()
    for text, count in counts.items():
        for name in {part.strip() for part in text.split(",")}:
            parts[name] += count
    return parts


def _by_account(counts: Counter[str]) -> Counter[str]:
    """Owners without the machine behind the ``@``."""
    accounts: Counter[str] = Counter()
    for text, count in counts.items():
        accounts[text.partition("@")[0] or text] += count
    return accounts


def _chart(title: str, field: str, counts: Counter[str], without: int) -> Chart:
    ranked = sorted(((label, n) for label, n in counts.items() if label), key=lambda e: (-e[1], e[0]))
    longest = ranked[0][1] if ranked else 1
    bars = [
        Bar(label, count, round(100 * count / longest, 1), _query(field, label))
        for label, count in ranked[:MOST]
    ]
    return Chart(title, bars, len(ranked) - len(bars), without)


def _query(field: str, label: str) -> str:
    """What the search of the page takes for a whole value."""
    quoted = label.replace("\\", "\\\\").replace('"', '\\"')
    return f'{field}:"{quoted}"'
