"""The CSV files: UTF-8 with commas, safe to open in a spreadsheet."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice
from typing import Any

from workflows.jil_parser.engine.edge import Edge
from workflows.jil_parser.engine.estate import Estate

BATCH = 5000
JOB_ATTRIBUTES = (
    "owner", "machine", "command", "condition", "box_success", "box_failure", "date_conditions", "start_times",
    "start_mins", "days_of_week", "run_calendar", "exclude_calendar", "run_window", "timezone", "application",
    "group", "status", "max_exit_success", "alarm_if_fail", "description",
)  # fmt: skip
EDGE_COLUMNS = ("from", "to", *Edge._fields[2:])
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins like this would be run by a spreadsheet; it gets an apostrophe in front."""


def jobs_csv(estate: Estate) -> Iterator[bytes]:
    """One row a job, in script order."""
    header = ("name", "type", "box", "statement", "file", "line", *JOB_ATTRIBUTES)
    rows = (
        (job.name, job.type, job.box or "", job.statement, job.file, job.line, *map(job.text, JOB_ATTRIBUTES))
        for job in estate.jobs.values()
    )
    return table(header, rows)


def dependencies_csv(estate: Estate) -> Iterator[bytes]:
    """One row an edge, with the columns of parse.json."""
    return table(EDGE_COLUMNS, estate.edges)


def answer_csv(rows: Sequence[dict[str, Any]]) -> Iterator[bytes]:
    """The rows of a finding; all have the same keys."""
    return table(tuple(rows[0]), (tuple(_plain(value) for value in row.values()) for row in rows))


def table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A header and rows as CSV, in pieces."""
    iterator = iter(rows)
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    while batch := list(islice(iterator, BATCH)):
        writer.writerows([[_safe(cell) for cell in row] for row in batch])
        yield buffer.getvalue().encode("utf-8", "surrogatepass")
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def _safe(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _plain(value: Any) -> Any:
    return " ".join(map(str, value)) if isinstance(value, list) else value
