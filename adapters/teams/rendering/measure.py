"""How large something is to Teams: the bytes of its JSON as UTF-16."""

import json
from collections.abc import Callable

from pydantic import JsonValue

Element = dict[str, JsonValue]
"""An element of a card or a part of one, as it is sent."""

Elements = list[JsonValue]
"""Parts of an element."""

_COMMA = 4
"""What separates an element from the one before it."""


def weight(element: JsonValue) -> int:
    """The bytes of an element in a list of elements."""
    return _COMMA + len(json.dumps(element, ensure_ascii=False).encode("utf-16-le"))


def clipped(text: str, room: int) -> str:
    """The text, or its beginning with an ellipsis if it has more than ``room`` characters."""
    return text if len(text) <= room else f"{text[: room - 1]}…"


def greatest(fits: Callable[[int], bool], most: int) -> int:
    """The greatest number up to ``most`` that fits, 0 if none does; what fits less than another fits too."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low
