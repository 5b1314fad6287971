"""The quick reader: statements whose every line is one plain pair, which is nearly all of an export."""

import re
from typing import Final

from .comments import BLANKS, TYPOGRAPHIC_QUOTES
from .lines import Lines
from .source import SourceText
from .statement import LineNumbers, Statement, Value, plain_name
from .vocabulary import KNOWN_ATTRIBUTES, LIST_ATTRIBUTES

Entry = tuple[str, ...]

_ABSENT: Final[Entry] = ()
_UNUSUAL: Final[Entry] = ("", "")
_HEADER: Final = re.compile(
    r"[ \t]*(insert_job|update_job)[ \t]*:[ \t]*([A-Za-z0-9_.#@-]+(?:\\:[A-Za-z0-9_.#@-]*)*)"
    r"(?:[ \t]+job_type[ \t]*:[ \t]*([A-Za-z0-9_]+))?[ \t]*\Z"
)
_TYPOGRAPHIC: Final = re.compile(f"[{TYPOGRAPHIC_QUOTES}]")
_ONE_OF_A_KIND: Final = frozenset(("command", "description", "condition", "box_success", "box_failure"))
_REMEMBERED: Final = 100_000


class QuickReader:
    """Reads one file line by line without looking at more than a line at a time.

    Every line becomes an entry: empty for a blank or comment line, (key, value) for a plain pair, three words
    for a plain header, ``_UNUSUAL`` for everything else. Lines that come again, as most lines of an export
    do, are looked up; what only one job can hold is not remembered.
    """

    def __init__(self, text: SourceText) -> None:
        self._name = text.name
        self._seen: dict[str, Entry] = {"": _ABSENT}
        self._keys: dict[str, str] = {key: key for key in KNOWN_ATTRIBUTES}
        self._headers: list[int] = []
        self._entries = self._classify_all(text.lines)
        self._headers.append(len(text.lines))
        self._next = 0

    def header_from(self, index: int) -> int:
        """Index of the first plain header at or behind a line index; the number of lines if there is none."""
        while self._headers[self._next] < index:
            self._next += 1
        return self._headers[self._next]

    def read(self, header: int) -> tuple[Statement | None, int]:
        """The statement with a plain header here, None if a line of it is unusual, and the next header."""
        self._next += 1
        end = self._headers[self._next]
        body = self._entries[header:end]
        pairs = list(filter(None, body))
        verb, name, job_type = pairs[0]
        body[0] = pairs[0] = ("job_type", job_type)
        if not job_type:
            body[0] = pairs.pop(0)[:0]
        values: dict[str, Value] = dict(pairs)  # type: ignore[arg-type]
        if "" in values or (len(values) != len(pairs) and not _collect_repeats(values, pairs)):
            return None, end
        return Statement(verb, name, self._name, header + 1, values, LineNumbers(header + 1, body)), end

    def _classify_all(self, lines: Lines) -> list[Entry]:
        entries: list[Entry] = []
        seen = self._seen.get
        append, classify, headers = entries.append, self._classify, self._headers
        for block in lines.blocks():
            for line in block:
                entry = seen(line)
                if entry is None:
                    entry = classify(line)
                    if len(entry) == 3:
                        headers.append(len(entries))
                append(entry)
        return entries

    def _classify(self, line: str) -> Entry:
        head, colon, rest = line.partition(":")
        key = self._keys.get(head) if colon else None
        if key is None:
            return self._classify_rare(line, head)
        value = rest.strip(BLANKS)
        if (":" in value or "/*" in value or not value.isascii()) and not _is_plain(value):
            return _UNUSUAL
        if '"' in value:
            if value.count('"') % 2 or '\\"' in value:
                return _UNUSUAL
            if value[0] == '"' and value.find('"', 1) == len(value) - 1:
                value = value[1:-1]
        entry = (key, value)
        if key not in _ONE_OF_A_KIND and len(self._seen) < _REMEMBERED:
            self._seen[line] = entry
        return entry

    def _classify_rare(self, line: str, head: str) -> Entry:
        """A comment, a header, or a key in other letters or behind blanks, which is then learned."""
        text = line.strip(BLANKS)
        if not text or text[0] == "#" or (text.startswith("/*") and text.find("*/", 2) == len(text) - 2 > 1):
            return _ABSENT
        header = _HEADER.match(line)
        if header:
            return header[1], plain_name(header[2]), header[3] or ""
        key = head.strip(BLANKS).lower()
        if key not in KNOWN_ATTRIBUTES or ":" not in line:
            return _UNUSUAL
        self._keys[head] = key
        return self._classify(line)


def _is_plain(value: str) -> bool:
    """Whether a value holds neither what may be a further pair, nor a comment, nor a typographic quote."""
    *pieces, _ = value.split(":")
    for piece in pieces:
        words = piece.rsplit(None, 1)
        if words and words[-1].lower() in KNOWN_ATTRIBUTES:
            return False
    if "/*" in value and (value.startswith("/*") or " /*" in value or "\t/*" in value):
        return False
    return value.isascii() or not _TYPOGRAPHIC.search(value)


def _collect_repeats(values: dict[str, Value], pairs: list[Entry]) -> bool:
    """Gather repeated list attributes into lists; False if another key repeats."""
    for key in LIST_ATTRIBUTES & values.keys():
        several: list[str] = [value for name, value in pairs if name == key]
        if len(several) > 1:
            values[key] = several
    return sum(len(value) if isinstance(value, list) else 1 for value in values.values()) == len(pairs)
