"""Which files there are: from a listing, or from the extracts themselves."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from core.errors import UserFacingError
from core.tools.input_files import InputSource
from core.tools.tables import Table, fitted, table_of
from core.tools.text_encoding import encoding_of, open_text

from .moments import listed_moment, moment_in, read_moment

HEAD = 50
MOST = 200_000
"""Files of a listing."""

LONGEST = 2000
"""Characters of a line that are looked at."""

_S3 = re.compile(r"\s*(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?)\s+(\d+)\s+(\S.*)")
_LONG_ISO = re.compile(
    r"-\S{9}\S?\s+\d+\s+\S+\s+\S+\s+(\d+)\s+(\d{4}-\d\d-\d\d \d\d:\d\d)\S*(?:\s[+-]\d{4})?\s+(\S.*)"
)
_LONG = re.compile(
    r"-\S{9}\S?\s+\d+\s+\S+\s+\S+\s+(\d+)\s+([A-Z][a-z]{2})\s+(\d{1,2})\s+(\d\d:\d\d|\d{4})\s+(\S.*)"
)
_NAMES = ("name", "file", "filename", "file_name", "key", "path", "object")
_SIZES = ("size", "bytes", "size_bytes", "length")
_TIMES = ("modified", "last_modified", "lastmodified", "mtime", "date", "time", "timestamp", "updated")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file: its size in bytes and its moment (of its name, else of its last change), as far as known."""

    name: str
    size: int | None
    moment: datetime | None


def entries_of(sources: Sequence[InputSource], as_of: datetime) -> list[Entry]:
    """The files that are listed, where one of the sources is a listing; else the sources themselves."""
    listings = [source for source in sources if _is_listing(source, as_of)]
    if not listings:
        return [Entry(each.name, each.size, moment_in(each.name) or each.modified) for each in sources]
    found = [entry for source in listings for entry in islice(_listed(source, as_of), MOST + 1)]
    if len(found) > MOST:
        raise UserFacingError(
            f"That lists more than {MOST:,} files; list fewer, those of the last weeks say."
        )
    return found


def _is_listing(source: InputSource, as_of: datetime) -> bool:
    """Whether most of the first lines name files."""
    if _as_table(source) is not None:
        return True
    lines = list(islice(_lines(source), HEAD))
    return bool(lines) and 2 * sum(_entry(line, as_of) is not None for line in lines) > len(lines)


def _listed(source: InputSource, as_of: datetime) -> Iterator[Entry]:
    table = _as_table(source)
    if table is not None:
        yield from _rows(table)
        return
    for line in _lines(source):
        entry = _entry(line, as_of)
        if entry is not None:
            yield entry


def _lines(source: InputSource) -> Iterator[str]:
    """The lines of a text that are not empty; none where it is no text."""
    try:
        encoding = encoding_of(source)
    except UserFacingError:
        return
    with open_text(source, encoding) as text:
        for line in text:
            if line.strip():
                yield line.strip()[:LONGEST]


def _entry(line: str, as_of: datetime) -> Entry | None:
    """A line of ``aws s3 ls``, of ``ls -l``, or a path with a date in it; None for anything else."""
    if match := _S3.fullmatch(line):
        return _made(match[3], match[2], read_moment(match[1]))
    if match := _LONG_ISO.fullmatch(line):
        return _made(match[3], match[1], read_moment(match[2]))
    if match := _LONG.fullmatch(line):
        return _made(match[5], match[1], listed_moment(match[2], match[3], match[4], as_of))
    if re.fullmatch(r"\S+\.\w{1,8}", line) and moment_in(line):
        return _made(line, "", None)
    return None


def _made(name: str, size: str, modified: datetime | None) -> Entry:
    """The date in the name counts: copying a file again makes it no fresher."""
    return Entry(
        name, int(size) if size.isdecimal() and len(size) < 19 else None, moment_in(name) or modified
    )


def _as_table(source: InputSource) -> Table | None:
    """A CSV that has a column of names, and one of sizes or times."""
    try:
        table = table_of(source)
    except UserFacingError:
        return None
    name, size, moment = (_position(table, each) for each in (_NAMES, _SIZES, _TIMES))
    return table if name is not None and (size is not None or moment is not None) else None


def _rows(table: Table) -> Iterator[Entry]:
    name, size, moment = (_position(table, each) for each in (_NAMES, _SIZES, _TIMES))
    for _, cells in table.rows():
        row = [cell.strip() for cell in fitted(cells, len(table.header))]
        if name is not None and row[name]:
            modified = read_moment(row[moment]) if moment is not None else None
            yield _made(row[name], row[size] if size is not None else "", modified)


def _position(table: Table, names: Sequence[str]) -> int | None:
    header = [cell.strip().lower().replace(" ", "_") for cell in table.header]
    return next((header.index(name) for name in names if name in header), None)
