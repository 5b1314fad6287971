"""Source files: from bytes of any encoding to numbered lines."""

import codecs
from dataclasses import dataclass
from typing import Final

from .lines import Lines

_CP1252: Final = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
_UTF16_MARKS: Final = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True, slots=True)
class Source:
    """One JIL file as it arrived: the name shown to people and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class SourceText:
    """A decoded source: its lines without line ends, and the encoding ("UTF-8", "UTF-8 with BOM", ...)."""

    name: str
    encoding: str
    lines: Lines


def read_text(source: Source) -> SourceText:
    """Decode a source and cut it at LF, CRLF and CR. Accepts any bytes."""
    text, encoding = decode(source.data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return SourceText(source.name, encoding, Lines(text))


def decode(data: bytes) -> tuple[str, str]:
    """Text and encoding: UTF-8, UTF-8 or UTF-16 with BOM, UTF-16 told by its zero bytes, else cp1252."""
    for mark, codec in _UTF16_MARKS:
        if data.startswith(mark):
            return data[2:].decode(codec, "replace"), f"{codec.upper()} with BOM"
    if data.startswith(codecs.BOM_UTF8):
        text, encoding = _eight_bit(data[3:])
        return text, f"{encoding} with BOM"
    codec = _unmarked_utf16(data)
    if codec:
        return data.decode(codec, "replace"), f"{codec.upper()} without BOM"
    return _eight_bit(data)


def _eight_bit(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return codecs.charmap_decode(data, "strict", _CP1252)[0], "cp1252"


def _unmarked_utf16(data: bytes) -> str:
    """Codec of UTF-16 without BOM: mostly Latin text has a zero in nearly every second byte."""
    sample = data[:4096]
    if b"\0" not in sample:
        return ""
    half = len(sample) // 2
    if sample[1::2].count(0) > half * 0.7:
        return "utf-16-le"
    return "utf-16-be" if sample[0::2].count(0) > half * 0.7 else ""
