"""What people see of a message."""

from collections.abc import Iterable, Iterator
from typing import Any

from adapters.teams.rendering.message import Payload

SEEN = ("text", "codeSnippet", "label", "placeholder", "title")
HELD = ("body", "items", "inlines", "columns", "rows", "cells", "choices", "actions")


def words_of(payloads: Iterable[Payload]) -> str:
    """Every character that is shown, without blanks and without what is not seen."""
    return squeezed("".join(text for payload in payloads for text in texts(payload.card)))


def squeezed(text: str) -> str:
    return "".join(text.replace("\u2060", "").split())


def lines(payloads: Iterable[Payload]) -> list[str]:
    """The text of every element that stands by itself in a card."""
    return ["".join(texts(element)) for payload in payloads for element in body(payload)]


def body(payload: Payload) -> list[dict[str, Any]]:
    found: Any = payload.card["body"]
    return list(found)


def texts(value: Any) -> Iterator[str]:
    """The texts of elements in the order in which they stand; of a code block not those for other clients."""
    if isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (value[key] for key in SEEN if isinstance(value.get(key), str))
        for key in HELD:
            yield from texts(value.get(key, []))


def elements_of(payloads: Iterable[Payload], kind: str) -> list[dict[str, Any]]:
    """Everything of one type, wherever it stands."""
    return [each for payload in payloads for each in every(payload.card) if each.get("type") == kind]


def every(value: Any) -> Iterator[dict[str, Any]]:
    """All objects, fallbacks and data included."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from every(part)


def in_order(part: str, whole: str) -> bool:
    """Whether the characters of one text stand in another in the same order."""
    rest = iter(whole)
    return all(character in rest for character in part)
