"""``dataops-workflow benchmark``: run a workflow again and again, and say how long it takes."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import typer

from core.chat.plain_text import printable
from core.devkit.given_input import read_input
from core.devkit.harness import WorkflowTestHarness
from core.devkit.performance import Failure, PerformanceReport
from core.devkit.project import Project
from core.errors import UserFacingError
from core.one_line import one_line
from core.registry.problem import reason

BATCH = 10
"""Runs after which what was measured is kept, should somebody press Ctrl-C."""

SHOWN = 5
STOPPED = 130
"""The exit code of whatever ended with Ctrl-C."""


def run(name: str, *, given: str | None, iterations: int, project: Project | None = None) -> int:
    """Print the figures; 1 if a run failed. Ctrl-C ends it early, with the figures up to there."""
    workflow = (project or Project()).load(name)
    value = read_input(given, workflow)
    report, code = PerformanceReport((), ()), 0
    with WorkflowTestHarness(workflow) as harness:
        try:
            for batch in _batches(harness, harness.workflow.given(value), iterations):
                report = _together(report, batch)
        except KeyboardInterrupt:
            typer.echo("Stopped.", err=True)
            code = STOPPED
        except (Exception, SystemExit) as error:
            raise UserFacingError(f"{name} cannot be run: {reason(error)}.") from error
    typer.echo(printable("\n".join(_lines(report))))
    return code or (1 if report.failures else 0)


def _batches(
    harness: WorkflowTestHarness, given: dict[str, Any], iterations: int
) -> Iterator[PerformanceReport]:
    """The measurements, some runs at a time."""
    for begun in range(0, iterations, BATCH):
        yield harness.measure_performance([given] * min(BATCH, iterations - begun))


def _together(before: PerformanceReport, batch: PerformanceReport) -> PerformanceReport:
    """One report of both; failures are counted on."""
    failures = tuple(Failure(before.count + each.number, each.reason) for each in batch.failures)
    return PerformanceReport(before.seconds + batch.seconds, before.failures + failures)


def _lines(report: PerformanceReport) -> list[str]:
    """The figures, then the reasons of failures, the most frequent first."""
    figures = {"mean": report.mean, "median": report.median, "p95": report.p95, "max": report.max}
    lines = [f"{'runs':<9}{report.count}", f"{'failures':<9}{len(report.failures)}"]
    if report.seconds:
        lines += [f"{name:<9}{1_000 * seconds:.2f} ms" for name, seconds in figures.items()]
    reasons = Counter(one_line(each.reason, 300) for each in report.failures)
    return lines + [f"{number} x {reason}" for reason, number in reasons.most_common(SHOWN)]
