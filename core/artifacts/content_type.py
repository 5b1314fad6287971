"""What a content is: by its name, else by its first bytes."""

import re
from codecs import getincrementaldecoder

import orjson

from core.artifact import media_type

HEAD = 8192
"""Bytes of the beginning that tell."""

UNKNOWN = "application/octet-stream"
MARKS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"%PDF-": "application/pdf",
    b"PK\x03\x04": "application/zip",
    b"PK\x05\x06": "application/zip",
    b"\x1f\x8b": "application/gzip",
    b"PAR1": "application/vnd.apache.parquet",
    b"MZ": UNKNOWN,  # a program, however it goes on
}
CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1a\x1c-\x1f]")
JSON_START = re.compile(r'\s*(\{\s*["}]|\[\s*[\[{"\]])')


def content_type(name: str, head: bytes) -> str:
    """The media type of a content by the suffix of its name, else as it begins (``HEAD`` bytes of it)."""
    by_name = media_type(name)
    return by_name if by_name != UNKNOWN else _by_bytes(head)


def _by_bytes(head: bytes) -> str:
    for mark, kind in MARKS.items():
        if head.startswith(mark):
            return kind
    text = _text(head)
    if not text:
        return UNKNOWN
    if _is_json(text, whole=len(head) < HEAD):
        return "application/json"
    return "text/csv" if _is_table(text) else "text/plain"


def _text(head: bytes) -> str:
    """The beginning as text, empty if it is none; a character may be cut at the end."""
    try:
        text = getincrementaldecoder("utf-8-sig")().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return ""
    return "" if CONTROL.search(text) else text


def _is_json(text: str, *, whole: bool) -> bool:
    """Whether it is an object or a list; of what is cut the beginning must do."""
    if not JSON_START.match(text) and not text.lstrip().startswith("["):
        return False
    if not whole:
        return bool(JSON_START.match(text))
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


def _is_table(text: str) -> bool:
    """Whether several lines have the same number of separators; one each in two lines is prose."""
    lines = [line for line in text.splitlines()[:20] if line]
    lines = lines[:-1] if len(text) >= HEAD // 4 and len(lines) > 2 else lines  # the last may be cut
    counts = [{line.count(separator) for line in lines} for separator in ",;\t"]
    return len(lines) > 1 and any(
        len(each) == 1 and min(each) + len(lines) > 3 and min(each) for each in counts
    )
