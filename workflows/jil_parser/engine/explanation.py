"""What a condition means, in plain English, with the traps that surprise people."""

from collections import deque
from collections.abc import Iterator
from typing import Final

from .condition import Atom, Condition
from .edge import Status

_ENDED: Final[dict[Status, str]] = {
    "success": "{job} has ended in SUCCESS",
    "failure": "{job} has ended in FAILURE",
    "done": "{job} has ended in any way (SUCCESS, FAILURE or TERMINATED)",
    "terminated": "{job} was terminated",
    "notrunning": "{job} is not running",
}
_COMPARED: Final = {
    "=": "equal to",
    "!=": "other than",
    "<": "less than",
    "<=": "at most",
    ">": "greater than",
    ">=": "at least",
}
_NO_LOOKBACK: Final = (None, "9999")


def explain(condition: Condition) -> str:
    """What the condition means: one sentence, then a line beginning with "Note:" for each trap it holds."""
    return "\n".join([f"True when {_sentence(condition)}.", *(f"Note: {note}" for note in _notes(condition))])


def _sentence(condition: Condition) -> str:
    """The condition in words. Deques, because a long chain grows at both ends."""
    stack: list[tuple[deque[str], str]] = []
    for step in condition.steps:
        if isinstance(step, int):
            stack.append((deque([_atom_words(condition.atoms[step])]), ""))
        else:
            right = _side(*stack.pop(), step)
            left = _side(*stack.pop(), step)
            left.append(f" {step} ")
            left.extend(right)
            stack.append((left, step))
    return "".join(stack[0][0])


def _side(words: deque[str], joined_by: str, operator: str) -> deque[str]:
    if joined_by not in ("", operator):
        words.appendleft("(")
        words.append(")")
    return words


def _atom_words(atom: Atom) -> str:
    if atom.status == "value":
        return f'the global variable {atom.name} is {_COMPARED[atom.operator or "="]} "{atom.value}"'
    job = f"{atom.name} on the scheduler {atom.instance}" if atom.instance else atom.name
    if atom.status == "exitcode":
        words = f"{job} has ended with an exit code {_COMPARED[atom.operator or '=']} {atom.value}"
    else:
        words = _ENDED[atom.status].format(job=job)
    return f"{words}{_lookback_words(atom.lookback)}"


def _lookback_words(lookback: str | None) -> str:
    if lookback is None:
        return ""
    if lookback == "0":
        return " since the last run of the waiting job itself"
    if lookback == "9999":
        return " at any time in the past"
    hours, minutes = (int(part) for part in lookback.split("."))
    parts = [_counted(hours, "hour")] if hours or not minutes else []
    parts += [_counted(minutes, "minute")] if minutes else []
    return f" within the last {' and '.join(parts)}"


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _notes(condition: Condition) -> Iterator[str]:
    if condition.same_rank:
        yield (
            "& and | have the same rank and are taken from left to right, so the parentheses above are "
            "the scheduler's reading; write your own parentheses if something else is meant."
        )
    yield from _lookback_notes(condition.atoms)
    yield from _target_notes(condition.atoms)
    for oddity in condition.oddities:
        yield f"{oddity}."


def _lookback_notes(atoms: tuple[Atom, ...]) -> Iterator[str]:
    latched = _names(atom for atom in atoms if atom.lookback in _NO_LOOKBACK and not _stateless(atom))
    if latched:
        yield (
            f"without a look-back the last status of {latched} stays true until it runs again: "
            "a result from yesterday or last week counts."
        )
    if any(atom.lookback and atom.lookback.endswith(".00") for atom in atoms):
        yield "a look-back is hours.minutes, a bare number is hours: 30 means 30 hours, 00.30 is 30 minutes."
    if any(atom.lookback == "0" for atom in atoms):
        yield "look-back 0 counts only what happened after the waiting job itself last ended."
    if any(atom.lookback == "9999" for atom in atoms):
        yield "look-back 9999 means no limit, the same as no look-back."


def _target_notes(atoms: tuple[Atom, ...]) -> Iterator[str]:
    exclusive = _names(atom for atom in atoms if atom.status == "notrunning")
    if exclusive:
        yield f"notrunning only keeps the job apart from {exclusive}; it does not put them in an order."
    external = _names(atom for atom in atoms if atom.instance)
    if external:
        yield f"{external} runs on another scheduler and is never the local job of the same name."


def _stateless(atom: Atom) -> bool:
    return atom.status in ("notrunning", "value")


def _names(atoms: Iterator[Atom]) -> str:
    names = list(
        dict.fromkeys(f"{atom.name}^{atom.instance}" if atom.instance else atom.name for atom in atoms)
    )
    if len(names) > 3:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
