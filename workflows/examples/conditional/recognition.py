"""What a file is, by its first bytes and lines; its name says nothing certain."""

import re
from itertools import islice

from core.errors import UserFacingError
from core.tools.input_files import InputSource
from core.tools.tables import table_of
from core.tools.text_encoding import encoding_of, open_text

HEAD = 1 << 16
"""Characters that are looked at."""

ROWS, LINES = 200, 40
EVEN = 0.8
"""The share of rows of one width from which separated cells are taken for a table."""

MAGIC = {
    b"PAR1": "Parquet",
    b"ORC": "ORC",
    b"Obj\x01": "Avro",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "Zstandard",
    b"SQLite format 3\0": "SQLite",
    b"\xd0\xcf\x11\xe0": "old Excel or Word",
    b"%PDF-": "PDF",
    b"ARROW1": "Arrow",
}
"""How binary files begin, and what they are."""

ENTRY = re.compile(
    r"\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?)\S*\s+[\[<(]?([A-Za-z]{3,8})\b"  # time and level
)
_JSON = re.compile(r"""\s*(?:\{\s*(?:["}]|\Z)|\[\s*(?:[\[\]{"\d-]|true|false|null|\Z))""")
_XML = re.compile(r"\s*<(?:\?xml\b|!DOCTYPE\b|[A-Za-z_][\w.:-]*[\s/>])")


def kind_of(source: InputSource) -> str:
    """``empty``, ``binary``, ``json``, ``xml``, ``log``, ``table``, ``fixed_width`` or ``text``."""
    if not source.size:
        return "empty"
    if format_of(source) or encoding(source) is None:
        return "binary"
    text = head_of(source)
    if not text.strip():
        return "empty"
    return _structured(text) or ("table" if _is_table(source) else _plain(text))


def format_of(source: InputSource) -> str | None:
    """The name of a binary format, if the file begins like one."""
    with source.open() as stream:
        begin = stream.read(16)
    return next((name for magic, name in MAGIC.items() if begin.startswith(magic)), None)


def encoding(source: InputSource) -> str | None:
    """Python's name for the encoding; None where it is no text."""
    try:
        return encoding_of(source)
    except UserFacingError:
        return None


def head_of(source: InputSource) -> str:
    """The beginning of a text file, its line ends as they are."""
    with open_text(source, encoding_of(source)) as text:
        return text.read(HEAD)


def first_lines(text: str) -> list[str]:
    """The lines of a beginning; the last one of a long file may be cut, and is left out."""
    lines = text.splitlines()
    return (lines[:-1] if len(text) == HEAD else lines)[:ROWS]


def line_end(source: InputSource) -> str:
    """How the first line of a text file ends."""
    return next((end for end in ("\r\n", "\n", "\r") if end in head_of(source)), "\n")


def _structured(text: str) -> str | None:
    """A format that begins in its own way."""
    lines = [line for line in text.splitlines()[:LINES] if line.strip()]
    entries = sum(ENTRY.match(line) is not None for line in lines)
    if 3 * entries >= len(lines):
        return "log"
    if _JSON.match(text):
        return "json"
    return "xml" if _XML.match(text) else None


def _is_table(source: InputSource) -> bool:
    try:
        table = table_of(source)
        widths = [len(cells) for _, cells in islice(table.rows(), ROWS)]
    except UserFacingError:  # a quote that is never closed: no sound table
        return False
    width = len(table.header)
    return width > 1 and (not widths or widths.count(width) >= EVEN * len(widths))


def _plain(text: str) -> str:
    """Lines of one length, in whose columns of blanks the fields end; else just text."""
    lines = first_lines(text)
    even = len(lines) > 1 and len({len(line) for line in lines}) == 1 and len(lines[0]) > 8
    return "fixed_width" if even and len(fields_of(lines)) > 1 else "text"


def fields_of(lines: list[str]) -> list[tuple[int, int]]:
    """Where the fields of lines of one length begin and end, counted from 1, both included."""
    blank = [all(line[position] == " " for line in lines) for position in range(len(lines[0]))]
    fields = list[tuple[int, int]]()
    begin = 0
    for position, is_blank in enumerate([*blank, True]):
        if is_blank and position > begin:
            fields.append((begin + 1, position))
        begin = position + 1 if is_blank else begin
    return fields
