"""Pairs: the keys and values on one line, and the quotes around a value."""

import re
from typing import Final

from .comments import BLANKS
from .vocabulary import KNOWN_ATTRIBUTES

LINE_KEY: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)[ \t]*:")
_QUOTE_OR_KEY: Final = re.compile(r'(?<!\\)"|[ \t]([A-Za-z_][A-Za-z0-9_]*)[ \t]*:')
_QUOTE: Final = re.compile(r'(?<!\\)"')


def split_pairs(text: str, *, quoted: bool = False) -> tuple[str, list[tuple[str, str]]]:
    """Cut a text at further pairs: the value before the first, then (lower-case key, raw value) of each.

    A further pair is blank(s), a known key, optional blanks and a colon outside double quotes. ``quoted``
    tells that the text begins inside an open quote.
    """
    pieces: list[tuple[str, str]] = []
    key, begin, position = "", 0, 0
    while found := _QUOTE_OR_KEY.search(text, position):
        position = found.end()
        if found[1] is None:
            quoted = not quoted
        elif not quoted and found[1].lower() in KNOWN_ATTRIBUTES:
            pieces.append((key, text[begin : found.start()].strip(BLANKS)))
            key, begin = found[1].lower(), position
    pieces.append((key, text[begin:].strip(BLANKS)))
    return pieces[0][1], pieces[1:]


def has_open_quote(value: str) -> bool:
    """Whether the number of unescaped double quotes is odd."""
    return len(_QUOTE.findall(value)) % 2 == 1


def unquoted(value: str) -> str:
    r"""The value without the quotes that wrap it as a whole, ``\"`` inside being ``"``; else as it is."""
    if len(value) < 2 or value[0] != '"':
        return value
    closing = _QUOTE.search(value, 1)
    if closing and closing.end() == len(value):
        return value[1:-1].replace('\\"', '"')
    return value
