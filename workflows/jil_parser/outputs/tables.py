"""The CSV files: UTF-8 with commas, safe to open in a spreadsheet."""

from collections.abc import Iterator, Sequence
from typing import Any

from core.tools.csv_files import csv_table
from workflows.jil_parser.engine.edge import Edge
from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.engine.job import Job

JOB_ATTRIBUTES = (
    "owner",
    "machine",
    "command",
    "condition",
    "box_success",
    "box_failure",
    "date_conditions",
    "start_times",
    "start_mins",
    "days_of_week",
    "run_calendar",
    "exclude_calendar",
    "run_window",
    "timezone",
    "application",
    "group",
    "status",
    "max_exit_success",
    "alarm_if_fail",
    "description",
)
JOB_COLUMNS = ("name", "type", "box", "statement", "file", "line", *JOB_ATTRIBUTES)
EDGE_COLUMNS = ("from", "to", *Edge._fields[2:])


def jobs_csv(estate: Estate) -> Iterator[bytes]:
    """One row a job, in script order."""
    return csv_table(JOB_COLUMNS, map(_job, estate.jobs.values()))


def dependencies_csv(estate: Estate) -> Iterator[bytes]:
    """One row an edge, with the columns of parse.json."""
    return csv_table(EDGE_COLUMNS, estate.edges)


def answer_csv(rows: Sequence[dict[str, Any]]) -> Iterator[bytes]:
    """The rows of a finding; all have the same keys."""
    return csv_table(tuple(rows[0]), (tuple(row.values()) for row in rows))


def _job(job: Job) -> Sequence[Any]:
    values = map(job.attributes.get, JOB_ATTRIBUTES)
    return (job.name, job.type, job.box, job.statement, job.file, job.line, *values)
