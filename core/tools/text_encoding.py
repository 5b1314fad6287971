"""The encoding of a text file, told by its content."""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from core.errors import UserFacingError
from core.tools.input_files import InputSource

HEAD = 1 << 16
PIECE = 1 << 20
MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with a byte order mark",
    "utf-16": "UTF-16 with a byte order mark",
    "utf-16-le": "UTF-16 (little endian)",
    "utf-16-be": "UTF-16 (big endian)",
    "cp1252": "Windows-1252",
}
"""The encodings that are told apart, by Python's names, and what people call them."""


def encoding_of(source: InputSource) -> str:
    """Python's name for it, one of ``NAMES``; raises UserFacingError for a file that is no text.

    What is not valid UTF-8 to its last byte is taken for the old code page of Windows, in which every byte
    means something.
    """
    with source.open() as stream:
        head = stream.read(HEAD)
        marked = next((name for mark, name in MARKS.items() if head.startswith(mark)), None)
        if marked or b"\0" in head:
            return marked or _wide(source, head)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while head:
                decoder.decode(head)
                head = stream.read(PIECE)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


@contextmanager
def open_text(source: InputSource, encoding: str) -> Iterator[TextIO]:
    """The text from the start, its line ends as they are; bytes that mean nothing come as U+FFFD."""
    with (
        source.open() as stream,
        io.TextIOWrapper(stream, encoding, errors="replace", newline="") as text,
    ):
        yield text


def _wide(source: InputSource, head: bytes) -> str:
    """UTF-16 without its mark: nearly every second byte of most texts is zero; else it is no text."""
    for name, zeros, letters in (
        ("utf-16-le", head[1::2], head[::2]),
        ("utf-16-be", head[::2], head[1::2]),
    ):
        if zeros.count(0) > 0.7 * len(zeros) and letters.count(0) < 0.05 * len(letters):
            return name
    raise UserFacingError(f"{source.name} is no text file; export it as CSV and attach that.")
