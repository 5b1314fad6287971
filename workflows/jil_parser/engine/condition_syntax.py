"""The grammar of conditions: their lexical parts and the left-to-right joining of atoms."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from .condition import ConditionError, Operator, Step
from .edge import Status

STATUSES: Final[dict[str, Status]] = {
    "s": "success", "success": "success", "f": "failure", "failure": "failure", "d": "done", "done": "done",
    "t": "terminated", "terminated": "terminated", "n": "notrunning", "notrunning": "notrunning",
    "e": "exitcode", "exitcode": "exitcode", "v": "value", "value": "value",
}  # fmt: skip
OPERATORS: Final[dict[str, Operator]] = {"&": "and", "and": "and", "|": "or", "or": "or"}

NAME: Final = r"(?:\\.|[^\s\\()\[\],:;^&|\"=<>!])+"
KEYWORD: Final = "success|failure|done|terminated|notrunning|exitcode|value|[sfdtnev]"
COMPARISON: Final = "!=|<=|>=|=|<|>"
LOOKBACK: Final = r"[0-9]+(?:(?:\.|\\:)[0-9]{1,2})?"
INTEGER: Final = r"[+-]?[0-9]+"
QUOTED: Final = r'"[^"\\]*(?:\\.[^"\\]*)*"'
WORD: Final = r'[^\s&|()",]++(?!")'

JOIN: Final = re.compile(r"[()&|]|(?:and|or)(?!\w)", re.IGNORECASE | re.ASCII)
COMPARED: Final = ("exitcode", "value")

_ODD_MINUTES: Final = re.compile(r"(?:[0-9]|[6-9][0-9])\Z")


def normal_lookback(text: str) -> str:
    r"""``4.15`` and ``4\:15`` are ``04.15``, ``30`` is ``30.00``; ``0`` and ``9999`` stay."""
    if text in ("0", "9999"):
        return text
    hours, _, minutes = text.replace("\\:", ".").partition(".")
    return f"{hours.zfill(2)}.{minutes.zfill(2)}"


def lookback_oddity(text: str, status: Status) -> str:
    """A remark on a look-back that is accepted but hardly meant, "" for an ordinary one."""
    minutes = text.replace("\\:", ".").partition(".")[2]
    if _ODD_MINUTES.match(minutes):
        return f"the look-back {text} is read as {normal_lookback(text)} (hours.minutes)"
    return "a look-back has no meaning on notrunning" if status == "notrunning" else ""


def plain_value(text: str) -> str:
    """The comparison value with its double quotes removed."""
    return text[1:-1].replace('\\"', '"') if text.startswith('"') else text


Token = tuple[str, int]


class Joined(NamedTuple):
    """The postfix steps of a condition, and whether ``&`` follows ``|`` somewhere without parentheses."""

    steps: tuple[Step, ...]
    same_rank: bool


def join_atoms(tokens: Iterable[Token]) -> Joined:
    """Join a token sequence: "atom", "and", "or", "(", ")" each with its column (from 1).

    ``and`` and ``or`` have the same rank and are taken from left to right; only parentheses override. Raises
    ConditionError where two atoms meet without an operator, an operand is missing or parentheses do not
    match.
    """
    joiner = _Joiner()
    column = 0
    for kind, column in tokens:
        joiner.take(kind, column)
    return joiner.finish(max(column, 1))


class _Joiner:
    """Shunting of one condition; a frame for each open parenthesis keeps the operator before it."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.atoms = 0
        self.pending: Operator | None = None
        self.operand = False
        self.alternatives = False
        self.same_rank = False
        self.frames: list[tuple[Operator | None, bool, int]] = []

    def take(self, kind: str, column: int) -> None:
        if kind == "atom":
            self._expect_operand(column)
            self.steps.append(self.atoms)
            self.atoms += 1
            self._complete()
        elif kind == "(":
            self._expect_operand(column)
            self.frames.append((self.pending, self.alternatives, column))
            self.pending, self.alternatives = None, False
        elif kind == ")":
            self._close(column)
        else:
            self._operator("and" if kind == "and" else "or", column)

    def finish(self, column: int) -> Joined:
        if not self.operand:
            raise ConditionError(
                "an operator has nothing to its right" if self.pending else "nothing to test", column
            )
        if self.frames:
            raise ConditionError("a parenthesis is not closed", self.frames[-1][2])
        return Joined(tuple(self.steps), self.same_rank)

    def _expect_operand(self, column: int) -> None:
        if self.operand:
            raise ConditionError("there is no & or | between two tests", column)

    def _complete(self) -> None:
        if self.pending:
            self.steps.append(self.pending)
        self.pending, self.operand = None, True

    def _operator(self, operator: Operator, column: int) -> None:
        if not self.operand:
            raise ConditionError(f"the operator '{operator}' has nothing to its left", column)
        self.pending, self.operand = operator, False
        self.same_rank |= self.alternatives and operator == "and"
        self.alternatives |= operator == "or"

    def _close(self, column: int) -> None:
        if not self.operand:
            raise ConditionError("nothing to test before a closing parenthesis", column)
        if not self.frames:
            raise ConditionError("a closing parenthesis was never opened", column)
        self.pending, self.alternatives, _ = self.frames.pop()
        self._complete()
