"""The CSV files: UTF-8 with commas, safe to open in a spreadsheet."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice
from typing import Any

from workflows.jil_parser.engine.edge import Edge
from workflows.jil_parser.engine.estate import Estate
from workflows.jil_parser.engine.job import Job

BATCH = 5000
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

FORMULA = frozenset("=+-@\t\r\n")
"""A cell that begins like this would be run by a spreadsheet; it gets an apostrophe in front."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters but tab and line feed; a terminal that shows the file would obey them."""

HARMLESS = re.compile(r"=|[+-]?[0-9]+(\.[0-9]+)?")
"""Begins like a formula and is none: a comparison's equals sign, a number."""


def jobs_csv(estate: Estate) -> Iterator[bytes]:
    """One row a job, in script order."""
    return table(JOB_COLUMNS, map(_job, estate.jobs.values()))


def dependencies_csv(estate: Estate) -> Iterator[bytes]:
    """One row an edge, with the columns of parse.json."""
    return table(EDGE_COLUMNS, estate.edges)


def answer_csv(rows: Sequence[dict[str, Any]]) -> Iterator[bytes]:
    """The rows of a finding; all have the same keys."""
    return table(tuple(rows[0]), (tuple(row.values()) for row in rows))


def table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A header and rows as CSV, in pieces; None is an empty cell, a list is joined by commas."""
    iterator = iter(rows)
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    while batch := list(islice(iterator, BATCH)):
        writer.writerows(map(_safe_row, batch))
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


def _job(job: Job) -> Sequence[Any]:
    values = map(job.attributes.get, JOB_ATTRIBUTES)
    return (job.name, job.type, job.box, job.statement, job.file, job.line, *values)


def _safe_row(row: Sequence[Any]) -> Sequence[Any]:
    """The row itself where no cell has to be changed, which is so in nearly every one."""
    for cell in row:
        if cell and (cell.__class__ is list or (cell.__class__ is str and _is_unsafe(cell))):
            return [_safe(each) for each in row]
    return row


def _is_unsafe(cell: str) -> bool:
    return cell[0] in FORMULA or not (cell.isprintable() or CONTROL.search(cell) is None)


def _safe(cell: Any) -> Any:
    """A cell without control characters, and with an apostrophe where it would be a formula."""
    text = ", ".join(map(str, cell)) if isinstance(cell, list) else cell
    if not isinstance(text, str):
        return text
    text = CONTROL.sub("\ufffd", text)
    return f"'{text}" if text[:1] in FORMULA and not HARMLESS.fullmatch(text) else text
