"""How long a text is to Slack, and what a block weighs against the limit of a message."""

from pydantic import JsonValue

from adapters.slack.rendering.limits import BLOCK_WEIGHT, NODE_WEIGHT

Element = dict[str, JsonValue]
"""A block or a part of one, as it is sent."""

Elements = list[JsonValue]
"""Parts of a block."""

_ENTITIES = {"&": 5, "<": 4, ">": 4}
"""Slack keeps these three as `&amp;`, `&lt;` and `&gt;`, and counts them so."""


def counted(text: str) -> int:
    """Characters as Slack counts them; one beyond the basic plane counts twice."""
    units = len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
    return units + sum((length - 1) * text.count(character) for character, length in _ENTITIES.items())


def fitting(text: str, room: int) -> int:
    """The length of the longest beginning that counts for no more than ``room``."""
    left = room
    for index, character in enumerate(text):
        left -= _ENTITIES.get(character, 1 + (character > "\uffff"))
        if left < 0:
            return index
    return len(text)


def clipped(text: str, room: int) -> str:
    """The text, or its beginning with an ellipsis if it counts for more than ``room``."""
    return text if counted(text) <= room else f"{text[: fitting(text, room - 1)]}…"


def weight(block: Element) -> int:
    """What a block takes of a message."""
    return BLOCK_WEIGHT - NODE_WEIGHT + part_weight(block)


def part_weight(part: JsonValue) -> int:
    """What a part of a block takes: its text, and a charge for itself and every part of it."""
    match part:
        case dict():
            return NODE_WEIGHT + sum(part_weight(value) for key, value in part.items() if key != "type")
        case list():
            return sum(map(part_weight, part))
        case str():
            return counted(part)
    return 0
