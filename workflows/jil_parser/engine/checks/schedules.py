"""Schedules that never fire or contradict themselves."""

from collections.abc import Iterator
from typing import Final

from workflows.jil_parser.engine.diagnostic import Diagnostic, finding
from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.engine.job import Job

_SCHEDULE: Final = ("start_times", "start_mins", "days_of_week", "run_calendar")
_SCHEDULE_KEYS: Final = frozenset(_SCHEDULE)
_EXCLUSIVE: Final = (("start_times", "start_mins"), ("days_of_week", "run_calendar"))


def check_schedules(estate: Estate) -> Iterator[Diagnostic]:
    """dead-schedule and schedule-conflict, at the header of the job."""
    for job in estate.jobs.values():
        if not _SCHEDULE_KEYS.isdisjoint(job.attributes):
            yield from _check(job)


def _check(job: Job) -> Iterator[Diagnostic]:
    present = [key for key in _SCHEDULE if job.text(key)]
    if present and not job.is_true("date_conditions"):
        message = (
            f"{job.name} has {' and '.join(present)} but no true date_conditions: it never starts on time."
        )
        yield finding("dead-schedule", job.file, job.line, message, job=job.name)
    clashes = [
        f"{first} and {second}" for first, second in _EXCLUSIVE if first in present and second in present
    ]
    if clashes:
        message = f"{job.name} has both {', and both '.join(clashes)}."
        yield finding("schedule-conflict", job.file, job.line, message, job=job.name)
