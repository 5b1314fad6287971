"""Careful parsing of conditions: character by character, with a reason and a column for what is wrong."""

import re
from collections.abc import Iterator
from typing import Final, NoReturn

from .condition import Atom, Condition, ConditionError
from .condition_syntax import (
    COMPARED,
    COMPARISON,
    INTEGER,
    JOIN,
    KEYWORD,
    LOOKBACK,
    NAME,
    OPERATORS,
    QUOTED,
    STATUSES,
    WORD,
    Token,
    join_atoms,
    lookback_oddity,
    normal_lookback,
    plain_value,
)
from .edge import Status
from .statement import plain_name

_SKIP: Final = re.compile(r"\s*", re.ASCII)
_OPENING: Final = re.compile(rf"({KEYWORD})\s*\(\s*", re.IGNORECASE | re.ASCII)
_NAME: Final = re.compile(rf"({NAME})\s*", re.ASCII)
_INSTANCE: Final = re.compile(rf"\^({NAME})\s*", re.ASCII)
_COMMA: Final = re.compile(r",\s*", re.ASCII)
_LOOKBACK: Final = re.compile(rf"({LOOKBACK})\s*(?=\))", re.ASCII)
_COMPARISON: Final = re.compile(rf"\s*({COMPARISON})\s*", re.ASCII)
_INTEGER: Final = re.compile(rf"{INTEGER}(?![^\s&|()])", re.ASCII)
_VALUE: Final = re.compile(rf"{QUOTED}(?![^\s&|()])|{WORD}", re.ASCII)


def parse_carefully(text: str) -> Condition:
    """Parse with attention to every character; the judge of what the quick way accepts."""
    scanner = _Scanner(text)
    steps, same_rank = join_atoms(scanner.tokens())
    return Condition(steps, tuple(scanner.atoms), same_rank, tuple(scanner.oddities))


class _Scanner:
    """Reads one condition from left to right and collects its atoms."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.atoms: list[Atom] = []
        self.oddities: list[str] = []

    def tokens(self) -> Iterator[Token]:
        """Tokens with their columns; an empty rest ends with the column behind the text."""
        while True:
            self._match(_SKIP)
            column = self.position + 1
            if self.position == len(self.text):
                return
            join = self._match(JOIN)
            if join:
                yield OPERATORS.get(join[0].lower(), join[0]), column
            else:
                self.atoms.append(self.atom())
                yield "atom", column

    def atom(self) -> Atom:
        """One atom at the present position."""
        opening = self._match(_OPENING)
        if not opening:
            self._refuse_opening()
        status = STATUSES[opening[1].lower()]
        name = plain_name(self._need(_NAME, "a name is missing or holds a character that is not allowed")[1])
        instance = None if status == "value" else self._match(_INSTANCE)
        lookback = self._lookback(status)
        self._close()
        operator, value = self._comparison(status)
        return Atom(status, name, lookback, plain_name(instance[1]) if instance else None, operator, value)

    def _lookback(self, status: Status) -> str | None:
        if not self._match(_COMMA):
            return None
        if status == "value":
            self._refuse("a global has no look-back")
        text = self._need(_LOOKBACK, "the look-back has to be hh.mm, hours, 0 or 9999")[1]
        oddity = lookback_oddity(text, status)
        if oddity:
            self.oddities.append(oddity)
        return normal_lookback(text)

    def _close(self) -> None:
        if self.text[self.position : self.position + 1] == ":":
            self._refuse("a colon in a job name is written \\:")
        if self.text[self.position : self.position + 1] != ")":
            self._refuse("a closing parenthesis is missing")
        self.position += 1

    def _comparison(self, status: Status) -> tuple[str | None, str | None]:
        if status not in COMPARED:
            return None, None
        what = "an exit code" if status == "exitcode" else "a global"
        operator = self._need(_COMPARISON, f"{what} needs a comparison such as = or >=")[1]
        if status == "exitcode":
            return operator, self._need(_INTEGER, "an exit code is compared with an integer")[0]
        return operator, plain_value(
            self._need(_VALUE, "a global is compared with a word or a quoted text")[0]
        )

    def _match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        match = pattern.match(self.text, self.position)
        if match:
            self.position = match.end()
        return match

    def _need(self, pattern: re.Pattern[str], reason: str) -> re.Match[str]:
        match = self._match(pattern)
        if not match:
            self._refuse(reason)
        return match

    def _refuse_opening(self) -> NoReturn:
        if self.text[self.position] == "!" or re.match(
            r"not(?!\w)", self.text[self.position :], re.IGNORECASE | re.ASCII
        ):
            self._refuse("there is no NOT in conditions")
        self._refuse("expected a test such as s(JOB) or v(GLOBAL) = X")

    def _refuse(self, reason: str) -> NoReturn:
        raise ConditionError(reason, self.position + 1)


_TEST: Final = re.compile(rf'"[^"]*"|(?<![\w.#@$%-])(?={KEYWORD})', re.IGNORECASE | re.ASCII)


def recover_atoms(text: str) -> list[Atom]:
    """The well-formed atoms of a condition that need not parse as a whole, in order."""
    atoms: list[Atom] = []
    scanner = _Scanner(text)
    while start := _TEST.search(text, scanner.position):
        scanner.position = start.end()
        if start[0]:
            continue
        try:
            atoms.append(scanner.atom())
        except ConditionError:
            scanner.position = start.end() + 1
    return atoms
