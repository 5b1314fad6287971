"""What Slack accepts as a message."""

import re
from collections.abc import Iterator
from typing import Any

from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.rules import block_rules
from tests.adapters.slack.workspace.rules.examination import Examination
from tests.adapters.slack.workspace.slack_error import SlackError, invalid

TEXT = 40_000
"""docs.slack.dev/changelog/2018-truncating-really-long-messages. Slack cuts; this refuses."""

UPDATED_TEXT = 4_000
"""docs.slack.dev/reference/methods/chat.update, ``msg_too_long``; measured by users: bytes of UTF-8."""

MARKDOWN_TEXT = 12_000
"""docs.slack.dev/reference/methods/chat.postMessage: ``markdown_text``."""

BLOCKS_TEXT = 13_200
BLOCK_COST = 65
HEADING_COST = 130
"""Not documented. slackapi/bolt-js#2509 measured 13,200 characters for one message; #2867 a refusal of 11,341
characters in 45 blocks and none of 9,597 in 50; others 10,563 characters beside 20 headings of Markdown.
65 characters for each further block and 130 for each heading explain all of them."""

_HEADING = re.compile(r"^ {0,3}#{1,6} ", re.MULTILINE)
_MARKDOWN_TABLE = re.compile(r"^ {0,3}\|?[ :]*-{3,}[ :]*\|", re.MULTILINE)
_SURROGATE = re.compile("[\ud800-\udfff]")


def check_text(text: str, *, updating: bool = False) -> None:
    """Refuse a text that is too long."""
    if len(text) > TEXT or (updating and len(text.encode(errors="replace")) > UPDATED_TEXT):
        raise SlackError("msg_too_long")


def check_blocks(blocks: Any) -> None:
    """Refuse blocks that Slack would not show."""
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    found = Examination("message")
    block_rules.examine(found, blocks)
    if found.complaints:
        raise invalid("invalid_blocks", found.complaints)
    if sum(_tables(block) for block in blocks) > 1:
        raise invalid("invalid_attachments", ["only_one_table_allowed [json-pointer:/blocks]"])
    _check_size(blocks)


def _check_size(blocks: list[JSON]) -> None:
    """Refuse what is too long or too much in one message once it is rendered."""
    characters = sum(len(text) for block in blocks for text in texts(block))
    headings = sum(_headings(block) for block in blocks)
    overhead = BLOCK_COST * max(len(blocks) - 1, 0) + HEADING_COST * headings
    table = sum(len(text) for block in blocks if block["type"] == "table" for text in texts(block))
    too_many = len(blocks) + headings > block_rules.BLOCKS["message"]
    if too_many or characters + overhead > BLOCKS_TEXT or table > block_rules.TABLE_TEXT:
        raise SlackError("msg_blocks_too_long")


def _headings(block: JSON) -> int:
    """How many blocks Slack makes of the headings in a Markdown block: one each."""
    return len(_HEADING.findall(block["text"])) if block["type"] == "markdown" else 0


def _tables(block: JSON) -> int:
    """One message shows one table: docs.slack.dev/reference/block-kit/blocks/table-block."""
    if block["type"] == "markdown":
        return len(_MARKDOWN_TABLE.findall(block["text"]))
    return int(block["type"] == "table")


def texts(node: Any) -> Iterator[str]:
    """Every text in a block."""
    if isinstance(node, list):
        for item in node:
            yield from texts(item)
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("text", "alt_text") and isinstance(value, str):
                yield value
            else:
                yield from texts(value)


def check_metadata(metadata: Any) -> None:
    """Refuse metadata without a name or with a payload that is no object."""
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    named = isinstance(metadata.get("event_type"), str) and metadata["event_type"]
    if not named or not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")


def has_lone_surrogate(text: str) -> bool:
    """Whether a text holds half a character, which no JSON decoder of Slack's takes."""
    return _SURROGATE.search(text) is not None
