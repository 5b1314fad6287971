"""Parsing of conditions: a quick way for ordinary ones, the careful one for the rest."""

import re
from collections.abc import Iterator
from typing import Final

from .condition import Atom, Condition, ConditionError
from .condition_scanner import parse_carefully
from .condition_syntax import (
    COMPARED,
    COMPARISON,
    JOIN,
    KEYWORD,
    OPERATORS,
    STATUSES,
    Joined,
    Token,
    join_atoms,
    normal_lookback,
    plain_value,
)
from .edge import Status

_EVERYDAY_NAME: Final = r"[\w.#@$%-]+"
_EVERYDAY: Final = re.compile(
    rf"(?<![^\s&|()])({KEYWORD})\s*\(\s*({_EVERYDAY_NAME})\s*(?:\^({_EVERYDAY_NAME})\s*)?"
    r"(?:,\s*([0-9]+(?:(?:\.|\\:)[0-5][0-9])?)\s*)?\)"
    rf"(?:\s*({COMPARISON})\s*([0-9]+(?![^\s&|()])|\"[^\"\\]*\"(?![^\s&|()])|[\w.$-]+(?![^\s&|()])))?",
    re.IGNORECASE | re.ASCII,
)
_SPACES: Final = " \t\n\r\f\v"
_GROUPS: Final = 7
_MARK: Final = "\0"
_SHAPES_KEPT: Final = 4096
_shapes: dict[str, Joined | None] = {}


def parse_condition(text: str) -> Condition:
    """Parse a condition, box_success or box_failure. Raises ConditionError with a reason and a column."""
    return _parse_everyday(text) or parse_carefully(text)


def _parse_everyday(text: str) -> Condition | None:
    """The condition when it is made of everyday atoms only, else None.

    The text is split at its atoms. What is left between them is one of few shapes, each joined only once.
    """
    if _MARK in text:
        return None
    parts = _EVERYDAY.split(text)
    frame = _MARK.join(parts[::_GROUPS])
    joined = _shapes.get(frame) or _shape(frame)
    if joined is None:
        return None
    atoms = []
    for start in range(1, len(parts), _GROUPS):
        keyword, name, instance, lookback, operator, value = parts[start : start + _GROUPS - 1]
        status = STATUSES.get(keyword) or STATUSES[keyword.lower()]
        if lookback:
            lookback = normal_lookback(lookback)
        if operator:
            if not _may_compare(status, value, lookback or instance):
                return None
            value = plain_value(value)
        elif status in COMPARED or (lookback and status == "notrunning"):
            return None
        atoms.append(Atom(status, name, lookback, instance, operator, value))
    return Condition(joined.steps, tuple(atoms), joined.same_rank)


def _shape(frame: str) -> Joined | None:
    if frame in _shapes:
        return None
    if len(_shapes) >= _SHAPES_KEPT:
        _shapes.clear()
    try:
        joined = join_atoms(_frame_tokens(frame))
    except ConditionError:
        joined = None
    _shapes[frame] = joined
    return joined


def _frame_tokens(frame: str) -> Iterator[Token]:
    position = 0
    while position < len(frame):
        if frame[position] == _MARK:
            yield "atom", 1
            position += 1
            continue
        join = JOIN.match(frame, position)
        if join:
            yield OPERATORS.get(join[0].lower(), join[0]), 1
        elif frame[position] not in _SPACES:
            raise ConditionError("text that is no part of a condition", 1)
        position = join.end() if join else position + 1


def _may_compare(status: Status, value: str, qualifier: str | None) -> bool:
    """Whether a comparison fits: an exit code takes an integer, a global nothing but its name."""
    if status == "exitcode":
        return value.isascii() and value.isdigit()
    return status == "value" and not qualifier
