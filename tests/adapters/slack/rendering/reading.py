"""What people see of a message."""

from collections.abc import Iterable, Iterator
from typing import Any

from adapters.slack.rendering.message import Payload


def words_of(payloads: Iterable[Payload]) -> str:
    """Every character that is shown, without blanks."""
    return squeezed("".join(text for payload in payloads for text in texts(list(payload.blocks))))


def squeezed(text: str) -> str:
    return "".join(text.split())


def texts(value: Any) -> Iterator[str]:
    """The texts of blocks in the order in which they stand."""
    if isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        for key in ("text", "rows", "elements", "options"):
            if not isinstance(value.get(key), str):
                yield from texts(value.get(key))


def elements_of(payloads: Iterable[Payload], kind: str) -> list[dict[str, Any]]:
    """The blocks, and the elements of rich text or of actions, of one kind."""
    blocks: list[Any] = [block for payload in payloads for block in payload.blocks]
    inner = [each for block in blocks for each in block.get("elements", [])]
    return [each for each in (*blocks, *inner) if each["type"] == kind]


def in_order(part: str, whole: str) -> bool:
    """Whether the characters of one text stand in another in the same order."""
    rest = iter(whole)
    return all(character in rest for character in part)
