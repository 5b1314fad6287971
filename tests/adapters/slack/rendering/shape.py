"""What Slack would refuse, checked without the limits of the code under test."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from slack_sdk.models.blocks import Block

from adapters.slack.rendering.message import Payload
from core.chat.plain_text import printable
from tests.adapters.cards import OURS
from tests.adapters.slack.rendering.reading import texts

LEAVES = {"text", "link"}
"""Rich text has leaves that mention, link or format dates; a card's words are never one of them."""

CONTAINERS = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
BLOCKS = {"rich_text", "actions", "context", "divider", "image", "table"}


def check(payload: Payload) -> None:
    """Hold a message to every documented rule, and to the two budgets."""
    blocks = [dict(block) for block in payload.blocks]
    assert 0 < len(blocks) <= 50
    assert json.loads(json.dumps(blocks, ensure_ascii=False).encode()) == blocks
    assert total(blocks) <= 9_000
    assert sum(block["type"] == "table" for block in blocks) <= 1
    ids = [element["action_id"] for element in _elements(blocks, "actions")]
    assert len(ids) == len(set(ids))
    assert all(printable(text) == text for text in texts(blocks))
    for block in blocks:
        assert block["type"] in BLOCKS
        parsed = Block.parse(block)
        assert parsed is not None
        assert parsed.to_dict() == block
        CHECKS[block["type"]](block)
    check_text(payload.text)


def check_text(text: str) -> None:
    """The fallback is short, and nothing in it is Slack's markup."""
    assert 0 < len(text) <= 3_000
    assert len(text.encode()) < 4_000
    assert not re.search("[<>]|&(?!amp;|lt;|gt;)", text)
    assert not re.search(r"@\w", text)


def total(value: Any) -> int:
    """All characters of a message, as Slack escapes and counts them, and ten for every object."""
    if isinstance(value, Mapping):
        return 10 + sum(total(part) for key, part in value.items() if key != "type")
    if isinstance(value, list):
        return sum(map(total, value))
    return len(_escaped(value).encode("utf-16-le")) // 2 if isinstance(value, str) else 0


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _elements(blocks: list[dict[str, Any]], kind: str) -> Iterator[dict[str, Any]]:
    for block in blocks:
        if block["type"] == kind:
            yield from block["elements"]


def _rich_text(block: dict[str, Any]) -> None:
    assert block["elements"]
    for element in block["elements"]:
        assert element["type"] in CONTAINERS
        assert element["elements"]
        if element["type"] == "rich_text_list":
            assert 0 <= element["indent"] <= 6
            assert element.get("offset", 1) > 0
            assert all(
                item["type"] == "rich_text_section" and item["elements"] for item in element["elements"]
            )
        for leaf in _leaves(element):
            allowed = {"type", "text", "url"} if leaf["type"] == "link" else {"type", "text", "style"}
            assert leaf.keys() <= allowed
            assert leaf.get("url", OURS) == OURS
            assert leaf["type"] in LEAVES
            assert leaf["text"]
            assert leaf.get("style", {"bold": True}).keys() <= {"bold", "italic", "strike", "code"}


def _leaves(element: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in element["elements"]:
        if each["type"] == "rich_text_section":
            yield from _leaves(each)
        else:
            yield each


def _is(block: dict[str, Any], keys: set[str]) -> None:
    assert block.keys() == keys


def _plain(text: dict[str, Any], most: int) -> None:
    assert text.keys() == {"type", "text", "emoji"}
    assert (text["type"], text["emoji"]) == ("plain_text", False)
    assert 0 < len(text["text"]) <= most


def _actions(block: dict[str, Any]) -> None:
    assert 0 < len(block["elements"]) <= 5
    for element in block["elements"]:
        assert 0 < len(element["action_id"]) <= 255
        if element["type"] == "button":
            _plain(element["text"], 75)
            assert 0 < len(element["value"]) <= 2_000
        else:
            assert element["type"] == "static_select"
            _plain(element["placeholder"], 150)
            assert 0 < len(element["options"]) <= 100
            for option in element["options"]:
                _plain(option["text"], 75)
                assert 0 < len(option["value"]) <= 150


def _context(block: dict[str, Any]) -> None:
    assert len(block["elements"]) == 1
    _plain(block["elements"][0], 2_000)


def _image(block: dict[str, Any]) -> None:
    _is(block, {"type", "slack_file", "alt_text"})
    assert 0 < len(block["alt_text"]) <= 2_000


def _table(block: dict[str, Any]) -> None:
    assert 0 < len(block["rows"]) <= 100
    assert len({len(row) for row in block["rows"]} | {len(block["column_settings"])}) == 1
    assert 0 < len(block["rows"][0]) <= 20
    cells = [cell for row in block["rows"] for cell in row]
    assert all(cell.keys() == {"type", "text"} and cell["type"] == "raw_text" for cell in cells)
    assert all(cell["text"] for cell in cells)
    assert sum(len(cell["text"]) for cell in cells) <= 10_000
    assert {setting["align"] for setting in block["column_settings"]} <= {"left", "center", "right"}


CHECKS = {
    "rich_text": _rich_text,
    "actions": _actions,
    "context": _context,
    "divider": lambda block: _is(block, {"type"}),
    "image": _image,
    "table": _table,
}
