"""Comments: removed before anything else is looked at."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from .lines import Lines

BLANKS: Final = " \t"
TYPOGRAPHIC_QUOTES: Final = "\u201c\u201d\u201e\u201f\u2033"
_TYPOGRAPHIC: Final = re.compile(f"[{TYPOGRAPHIC_QUOTES}]")
_STRAIGHT: Final = dict.fromkeys(map(ord, TYPOGRAPHIC_QUOTES), '"')
_BLANK_RUN: Final = re.compile(r"[ \t]*")
_QUOTE_OR_COMMENT: Final = re.compile(rf'(?<!\\)["{TYPOGRAPHIC_QUOTES}]|[ \t]/\*|(?<=\*/)/\*')


class Line(NamedTuple):
    """A line without comments: its number from 1, its text with straight quotes ("" for a blank line).

    ``whole`` is False behind a comment that began on an earlier line; ``typographic`` tells of quotes
    straightened.
    """

    number: int
    text: str
    whole: bool
    typographic: bool


class CommentFilter:
    """The lines of a file from an index on, outside comments. ``open_since`` is 0 or the line of a /*."""

    def __init__(self, lines: Lines, start: int) -> None:
        self._lines = lines
        self._start = start
        self.open_since = 0

    def __iter__(self) -> Iterator[Line]:
        for index in range(self._start, len(self._lines)):
            raw, number, whole = self._lines[index], index + 1, not self.open_since
            text = self._behind_comments(raw, number)
            if text is None:
                continue
            text = _without_inner_comments(text)
            typographic = not text.isascii() and _TYPOGRAPHIC.search(text) is not None
            if typographic:
                text = text.translate(_STRAIGHT)
            yield Line(number, text.strip(BLANKS), whole, typographic)

    def _behind_comments(self, raw: str, number: int) -> str | None:
        """What follows the comments a line begins with; None where nothing is left but comment."""
        position = 0
        while True:
            if self.open_since:
                end = raw.find("*/", position)
                if end < 0:
                    return None
                position, self.open_since = end + 2, 0
            position = _end_of_blanks(raw, position)
            if raw.startswith("#", position) or (position and position == len(raw) and raw.strip(BLANKS)):
                return None
            if not raw.startswith("/*", position):
                return raw[position:]
            position, self.open_since = position + 2, number


def _end_of_blanks(text: str, position: int) -> int:
    found = _BLANK_RUN.match(text, position)
    return found.end() if found else position


def _without_inner_comments(text: str) -> str:
    """A comment inside a line needs a blank before it, no open quote, its end on the line; it is a blank."""
    if "/*" not in text:
        return text
    pieces: list[str] = []
    quoted, kept, position = False, 0, 0
    while found := _QUOTE_OR_COMMENT.search(text, position):
        position = found.end()
        if not found[0].endswith("*"):
            quoted = not quoted
        elif not quoted and (found[0][0] != "/" or (pieces and found.start() == kept)):
            end = text.find("*/", position)
            if end < 0:
                break
            pieces.append(text[kept : position - 2])
            kept = position = end + 2
    pieces.append(text[kept:])
    return " ".join(pieces)
