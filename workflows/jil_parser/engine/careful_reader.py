"""The careful reader: statements from any text, character by character where it has to be."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Final

from rapidfuzz import fuzz, process

from .comments import BLANKS, CommentFilter, Line
from .diagnostic import Diagnostic, finding
from .pairs import LINE_KEY, has_open_quote, split_pairs, unquoted
from .source import SourceText
from .statement import Statement, Value, plain_name
from .vocabulary import (
    CONDITION_ATTRIBUTES,
    JOB_VERBS,
    KNOWN_ATTRIBUTES,
    LIST_ATTRIBUTES,
    OBJECT_VERBS,
    opens_statement,
)  # fmt: skip

_DATE_ROW: Final = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}([ \t]+[0-9:]+)?\Z")
_WORD_OPERATOR_END: Final = re.compile(r"(?<![\w.#@-])(?:and|or)\Z", re.IGNORECASE)
_OPERATOR_START: Final = re.compile(r"[&|]|(?:and|or)(?!\w)", re.IGNORECASE)
_SHOWN: Final = 60


@dataclass(slots=True)
class _Pair:
    """A pair under construction: the parts of its value, one a line, still with their quotes."""

    key: str
    parts: list[str]
    line: int
    quote_open: bool

    @classmethod
    def of(cls, key: str, value: str, line: int) -> "_Pair":
        return cls(key, [value], line, has_open_quote(value))

    @property
    def raw(self) -> str:
        return " ".join(self.parts).strip(BLANKS)

    def append(self, text: str) -> None:
        self.parts.append(text)
        self.quote_open ^= has_open_quote(text)

    def goes_on(self, following: str) -> bool:
        """The rules of continuation: an open quote, a comma or operator at the end or the start."""
        if self.quote_open or self.parts[-1].endswith((",", "&", "|")):
            return True
        if self.key not in CONDITION_ATTRIBUTES:
            return False
        return bool(_WORD_OPERATOR_END.search(self.parts[-1]) or _OPERATOR_START.match(following))


@dataclass(slots=True)
class _Draft:
    """A statement under construction; the first pair is its header."""

    pairs: list[_Pair] = field(default_factory=list)
    closed: bool = False

    @property
    def verb(self) -> str:
        return self.pairs[0].key

    @property
    def accepts_dates(self) -> bool:
        return self.verb not in JOB_VERBS


class CarefulReader:
    """Reads statements of one file, with every diagnostic that needs no more than the statement itself."""

    def __init__(self, text: SourceText, diagnostics: list[Diagnostic]) -> None:
        self._text = text
        self._diagnostics = diagnostics
        self._draft: _Draft | None = None
        self._statements: list[Statement] = []

    def read(self, start: int) -> tuple[list[Statement], int]:
        """Read from the line index ``start`` up to the next header that begins a line of the file.

        Returns the statements and the index of that header, or the number of lines at the end. Text in front
        of a first header is skipped with a warning.
        """
        self._draft, self._statements = None, []
        lines = CommentFilter(self._text.lines, start)
        for line in lines:
            key = LINE_KEY.match(line.text)
            opens = key is not None and opens_statement(key[1].lower())
            if opens and line.whole and line.number - 1 > start:
                self._finish()
                return self._statements, line.number - 1
            self._take(line, key, opens=opens)
        if lines.open_since:
            self._report_open_comment(lines.open_since)
        self._finish()
        return self._statements, len(self._text.lines)

    def _take(self, line: Line, key: re.Match[str] | None, *, opens: bool) -> None:
        if line.typographic:
            self._report("typographic-quotes", line.number, f"Typographic double quotes: {_shown(line.text)}")
        if opens:
            self._finish()
            self._draft = _Draft()
        if not line.text:
            self._blank()
        elif key and self._draft:
            self._add_pairs(self._draft, line, key)
        elif not (self._draft and not key and self._continue(self._draft, line)):
            self._report(
                "stray-line",
                line.number,
                f"Skipped a line that is no part of a statement: {_shown(line.text)}",
            )

    def _blank(self) -> None:
        """A blank line ends a value that is still open, except a condition's."""
        if self._draft and self._draft.pairs[-1].key not in CONDITION_ATTRIBUTES:
            self._draft.closed = True

    def _add_pairs(self, draft: _Draft, line: Line, key: re.Match[str]) -> None:
        value, further = split_pairs(line.text[key.end() :])
        first = key[1].lower()
        draft.pairs.append(_Pair.of(first, value, line.number))
        draft.pairs += [_Pair.of(name, raw, line.number) for name, raw in further]
        draft.closed = False
        if further and first in ("command", "description"):
            names = ", ".join(name for name, _ in further)
            self._report("inline-pair", line.number, f"The {first} line also sets {names}.")

    def _continue(self, draft: _Draft, line: Line) -> bool:
        """Append a line without a key to the value before it if that goes on; tell whether it was used."""
        last = draft.pairs[-1]
        if not draft.closed and last.goes_on(line.text):
            text, further = split_pairs(line.text, quoted=last.quote_open)
            last.append(text)
            draft.pairs += [_Pair.of(name, raw, line.number) for name, raw in further]
            return True
        return draft.accepts_dates and _DATE_ROW.match(line.text) is not None

    def _finish(self) -> None:
        draft, self._draft = self._draft, None
        if draft is None:
            return
        header = draft.pairs[0]
        name = plain_name(unquoted(header.raw))
        self._check_quotes(draft)
        if header.key not in JOB_VERBS and header.key not in OBJECT_VERBS:
            self._report(
                "unknown-statement",
                header.line,
                f"Skipped {header.key} {_shown(name)}: the verb is not known.",
            )
        elif not name:
            self._report("nameless-statement", header.line, f"Skipped {header.key}: it names nothing.")
        else:
            self._statements.append(self._statement(draft, name))

    def _statement(self, draft: _Draft, name: str) -> Statement:
        header = draft.pairs[0]
        values: dict[str, Value] = {}
        lines: dict[str, int] = {}
        of_job = header.key in JOB_VERBS
        for pair in draft.pairs[1:]:
            if of_job:
                self._check_key(name, lines, pair)
            if pair.key not in values:
                lines[pair.key] = pair.line
            if pair.key in LIST_ATTRIBUTES or not of_job:
                _gather(values, pair)
            else:
                values[pair.key], lines[pair.key] = unquoted(pair.raw), pair.line
        return Statement(header.key, name, self._text.name, header.line, values, lines)

    def _check_key(self, name: str, lines: dict[str, int], pair: _Pair) -> None:
        key = pair.key
        if key not in KNOWN_ATTRIBUTES:
            self._report(
                "unknown-attribute", pair.line, f"{name}: the attribute {key} is not known.",
                job=name, hint=_spelling_hint(key),
            )  # fmt: skip
        if key in lines and key not in LIST_ATTRIBUTES:
            message = f"{name}: {key} is set again, line {lines[key]} no longer counts."
            self._report("repeated-attribute", pair.line, message, job=name)

    def _check_quotes(self, draft: _Draft) -> None:
        for pair in draft.pairs:
            if pair.quote_open:
                self._report(
                    "unbalanced-quote",
                    pair.line,
                    f"A double quote is missing in {pair.key}: {_shown(pair.raw)}",
                )

    def _report_open_comment(self, line: int) -> None:
        lost = sum(
            opens_statement(key[1].lower())
            for key in map(_key_of, islice(self._text.lines, line, None))
            if key
        )
        message = f"The comment is never closed: the rest of the file is not read, {lost} statements with it."
        self._report("unclosed-comment", line, message)

    def _report(self, code: str, line: int, message: str, *, job: str = "", hint: str = "") -> None:
        self._diagnostics.append(finding(code, self._text.name, line, message, job=job, hint=hint))


def _gather(values: dict[str, Value], pair: _Pair) -> None:
    """Add a value to those the key has already: one is a string, several are a list."""
    value = unquoted(pair.raw)
    earlier = values.get(pair.key)
    if isinstance(earlier, list):
        earlier.append(value)
    else:
        values[pair.key] = value if earlier is None else [earlier, value]


def _key_of(line: str) -> re.Match[str] | None:
    return LINE_KEY.match(line.lstrip())


@lru_cache(maxsize=1024)
def _spelling_hint(key: str) -> str:
    found = process.extractOne(key, sorted(KNOWN_ATTRIBUTES), scorer=fuzz.ratio, score_cutoff=80)
    return f"Did you mean {found[0]}?" if found else ""


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
