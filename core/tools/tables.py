"""Tables in text files: CSV and its relatives, read row by row however they were written."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from core.errors import UserFacingError
from core.tools.input_files import InputSource, input_sources
from core.tools.telling import counted
from core.tools.text_encoding import encoding_of, open_text

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
HEAD = 1 << 16
"""Characters of a file by which its separator is told."""

MOST_COLUMNS = 5000
WORKBOOK = "[Content_Types].xml"
"""Stands in every file of Excel or Word, which are zip archives."""


@dataclass(frozen=True, slots=True)
class Table:
    """``header`` is the first row as it stands there; ``encoding`` is a name that Python knows."""

    name: str
    encoding: str
    separator: str
    header: tuple[str, ...]
    source: InputSource

    @property
    def columns(self) -> list[str]:
        """A name for each column, each once: ``amount``, ``amount (2)``, ``column 3`` where there is none."""
        taken: dict[str, None] = {}
        times = Counter[str]()
        for position, cell in enumerate(self.header, 1):
            name = " ".join(cell.split()) or f"column {position}"
            times[name] = next(n for n in count(times[name] + 1) if _numbered(name, n) not in taken)
            taken[_numbered(name, times[name])] = None
        return list(taken)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Each row below the header, from the start, with the line it begins in; empty lines are left out.

        A row may have fewer or more cells than the header. Raises UserFacingError where a quote is never
        closed: it would swallow all rows behind it.
        """
        records = _records(self.source, self.encoding, self.separator)
        next(records)
        return records


def open_tables(references: Sequence[str]) -> list[Table]:
    """The tables of the referenced files, in order, archives unpacked; none of them is read as a whole.

    Raises UserFacingError for what is no table: an empty file, a workbook, anything that is no text.
    """
    sources = input_sources(references)
    if any(source.name == WORKBOOK for source in sources):
        raise UserFacingError("That is a workbook of Excel, no text; save its sheet as CSV and attach that.")
    return [table_of(source) for source in sources]


def open_table(references: Sequence[str]) -> Table:
    """The one table of the referenced files; raises UserFacingError also where there are several."""
    tables = open_tables(references)
    if len(tables) != 1:
        raise UserFacingError(f"I read one table at a time, not {len(tables)}; attach one.")
    return tables[0]


def table_of(source: InputSource) -> Table:
    """A file as a table; raises UserFacingError where it is none."""
    encoding = encoding_of(source)
    separator = _separator(source, encoding)
    _, header = next(_records(source, encoding, separator), (0, []))
    if not header:
        raise UserFacingError(f"{source.name} is empty; attach another file.")
    if len(header) > MOST_COLUMNS:
        raise UserFacingError(f"{source.name} has {len(header):,} columns; I read up to {MOST_COLUMNS:,}.")
    return Table(source.name, encoding, separator, tuple(header), source)


def fitted(cells: list[str], width: int) -> list[str]:
    """A row of exactly so many cells: what is missing is empty, what is too much is left out."""
    return cells if len(cells) == width else (cells + [""] * (width - len(cells)))[:width]


def _records(source: InputSource, encoding: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    with open_text(source, encoding) as text:
        lines = _Lines(text)
        reader = csv.reader(lines, delimiter=separator)
        begin, opened, quotes = 1, 1, 0
        try:
            for cells in reader:
                if cells:
                    yield begin, cells
                opened, begin = begin, reader.line_num + 1
                quotes, lines.quotes = lines.quotes, 0
        except csv.Error as error:
            raise UserFacingError(
                f"{source.name}, line {begin:,}: a cell has more than {csv.field_size_limit():,} characters; "
                "a quote there is probably never closed. Close it, or export the file again."
            ) from error
        if quotes % 2 and reader.line_num > opened:
            lost = counted(reader.line_num - opened, "line")
            raise UserFacingError(
                f"{source.name}, line {opened:,}: a quote is opened and never closed, which swallows the "
                f"{lost} behind it. Close it, or export the file again."
            )


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name} ({number})"


class _Lines:
    """Lines, with the quotes counted that stand in one record."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self.quotes = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.quotes += line.count('"')
        return line


def _separator(source: InputSource, encoding: str) -> str:
    """The character that cuts the header, and most rows into as many cells as it has."""
    with open_text(source, encoding) as text:
        head = text.read(HEAD)
    return max(SEPARATORS, key=lambda separator: _evenness(head, separator))


def _evenness(head: str, separator: str) -> tuple[float, int]:
    """How well it fits: the share of rows as wide as the first one, then how wide; one cell is no fit."""
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=separator) if row]
    except csv.Error:
        return 0.0, 0
    widths = widths[:-1] or widths  # the last one may be cut
    first = next(iter(widths), 1)  # commas within numbers cut rows evenly, too, and the header not at all
    return (widths.count(first) / len(widths), first) if first > 1 else (0.0, 0)
