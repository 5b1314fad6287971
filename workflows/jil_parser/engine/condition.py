"""Conditions as data: atoms, and how they are joined."""

from collections.abc import Callable
from typing import Any, Final, Literal, NamedTuple

from .edge import GLOBAL_PREFIX, Status

Operator = Literal["and", "or"]
Step = int | Operator
LETTERS: Final[dict[Status, str]] = {
    "success": "s",
    "failure": "f",
    "done": "d",
    "terminated": "t",
    "notrunning": "n",
    "exitcode": "e",
    "value": "v",
}


class ConditionError(ValueError):
    """A condition that does not parse: ``reason`` in plain words, ``column`` counted from 1."""

    def __init__(self, reason: str, column: int) -> None:
        super().__init__(f"{reason} (column {column})")
        self.reason = reason
        self.column = column


class Atom(NamedTuple):
    """One test. ``name`` is the unescaped job, or the global for ``value``; the rest as in an Edge."""

    status: Status
    name: str
    lookback: str | None = None
    instance: str | None = None
    operator: str | None = None
    value: str | None = None

    @property
    def source(self) -> str:
        """What the atom looks at, as the source of an edge: a job name or ``$GLOBAL:NAME``."""
        return GLOBAL_PREFIX + self.name if self.status == "value" else self.name

    @property
    def satisfiable(self) -> bool:
        """Whether it can come true whatever happens to the jobs of this scheduler."""
        return self.status in ("value", "notrunning") or self.instance is not None


class Condition(NamedTuple):
    """A parsed condition.

    ``steps`` is postfix: a number stands for that atom, "and" and "or" join the two results before them.
    Postfix keeps long and deeply nested conditions clear of the recursion limit. ``same_rank`` tells that
    ``&`` follows ``|`` without parentheses, where other languages would join differently. ``oddities`` are
    remarks on accepted text.
    """

    steps: tuple[Step, ...]
    atoms: tuple[Atom, ...]
    same_rank: bool = False
    oddities: tuple[str, ...] = ()

    def holds(self, atom_holds: Callable[[Atom], bool]) -> bool:
        """Whether the condition is true when ``atom_holds`` tells the truth of each atom."""
        stack: list[bool] = []
        for step in self.steps:
            if isinstance(step, int):
                stack.append(atom_holds(self.atoms[step]))
            else:
                right = stack.pop()
                stack[-1] = (stack[-1] and right) if step == "and" else (stack[-1] or right)
        return stack[0]


def condition_tree(condition: Condition) -> list[Any]:
    """The condition in prefix form: ["and", X, Y], ["or", X, Y], ["s", job, {options}] and so on."""
    stack: list[list[Any]] = []
    for step in condition.steps:
        if isinstance(step, int):
            stack.append(_atom_tree(condition.atoms[step]))
        else:
            right = stack.pop()
            stack[-1] = [step, stack[-1], right]
    return stack[0]


def _atom_tree(atom: Atom) -> list[Any]:
    tree: list[Any] = [LETTERS[atom.status], atom.name]
    if atom.operator is not None and atom.value is not None:
        tree += [atom.operator, int(atom.value) if atom.status == "exitcode" else atom.value]
    options = {
        key: value for key, value in (("lookback", atom.lookback), ("instance", atom.instance)) if value
    }
    return [*tree, options] if options else tree
