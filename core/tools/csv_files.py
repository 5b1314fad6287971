"""CSV files as they are written: UTF-8 with commas, in pieces."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import islice
from typing import Any

BATCH = 5000
"""Rows in a piece."""

FORMULA = frozenset("=+-@\t\r\n")
"""A cell that begins like this would be run by a spreadsheet; it gets an apostrophe in front."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Control characters but tab and line feed; a terminal that shows the file would obey them."""

HARMLESS = re.compile(r"=|[+-]?[0-9]+(\.[0-9]+)?")
"""Begins like a formula and is none: a comparison's equals sign, a number."""


def csv_table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A header and rows as CSV that is safe to open in a spreadsheet, in pieces.

    None is an empty cell, a list is joined by commas. No control character stands in it, and no formula.
    """
    return csv_data([_safe(name) for name in header], map(_safe_row, rows))


def csv_data(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A header and rows as CSV in pieces, each cell as it is: for programs, which read no formulas."""
    iterator = iter(rows)
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    while batch := list(islice(iterator, BATCH)):
        writer.writerows(batch)
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode()


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
