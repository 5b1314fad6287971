"""The picture of a day: when boxes and jobs that start by the clock do so."""

import re
from collections.abc import Iterator

from core.tools.drawing import Row, Span, Timeline, draw_timeline, hourly
from workflows.jil_parser.engine.job import Job
from workflows.jil_parser.facts import Facts
from workflows.jil_parser.finding import counted

_CLOCK = re.compile(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])")
_MINUTE = re.compile(r"(?<![\d:])([0-5]?\d)(?![\d:])")


def timeline_picture(facts: Facts) -> str | None:
    """Boxes first, each group by its first start; None where nothing starts by the clock.

    Times are shown as they are written: those of jobs with a time zone of their own say so in the note.
    """
    jobs = facts.estate.jobs.values()
    rows = [(job.type != "BOX", row) for job in jobs if (row := _row(facts, job)) is not None]
    if not rows:
        return None
    rows.sort(key=lambda entry: (entry[0], entry[1].moments[:1] or [_first_window(entry[1])]))
    files = ", ".join(source.name for source in facts.estate.sources)
    title = f"{files}: {counted(len(rows), 'job')} started by the clock"
    return draw_timeline(Timeline(title, [row for _, row in rows]))


def _row(facts: Facts, job: Job) -> Row | None:
    """One job's day, if it starts by the clock: a schedule without true date_conditions has no effect."""
    if not job.is_true("date_conditions"):
        return None
    marks = [*_clocks(job.text("start_times")), *hourly(_minutes(job.text("start_mins")))]
    times = _clocks(job.text("run_window"))
    spans = [Span(times[0], times[1])] if len(times) == 2 else []
    return Row(job.name, marks, spans, ", ".join(_notes(facts, job))) if marks or spans else None


def _notes(facts: Facts, job: Job) -> Iterator[str]:
    """On which days, in which zone, and how much hangs on it."""
    for key in ("days_of_week", "run_calendar", "timezone"):
        if job.text(key):
            yield job.text(key)
    members = facts.estate.members.get(job.name, ())
    if members:
        yield counted(len(members), "job")


def _clocks(text: str) -> list[int]:
    """Times of day in minutes since midnight."""
    return [int(hours) * 60 + int(minutes) for hours, minutes in _CLOCK.findall(text)]


def _minutes(text: str) -> list[int]:
    return [int(minute) for minute in _MINUTE.findall(text)]


def _first_window(row: Row) -> int:
    return row.windows[0].start
