"""Addresses to open, a line each: the only links that are made here, with addresses of our own."""

import re
from typing import TYPE_CHECKING

from adapters.slack.rendering.fixture import Fixture
from core.chat.card import Link, Links
from core.chat.plain_text import printable

if TYPE_CHECKING:
    from pydantic import JsonValue


_LONGEST = 200
"""Characters of a label and of a note: a link is one line."""


_CHANNEL = re.compile(r"https://(?:[a-z0-9-]+\.)*slack(?:-gov)?\.com/archives/([CG][A-Z0-9]{1,30})")


def links(block: Links) -> list[Fixture]:
    """A block a line, so that a long list flows into the next message."""
    return [_line(link) for link in block.items]


def _line(link: Link) -> Fixture:
    label, note = (" ".join(printable(text).split())[:_LONGEST] for text in (link.label, link.note))
    words: list[JsonValue] = [_target(link.url, label)]
    if note:
        words.append({"type": "text", "text": f" · {note}"})
    section: JsonValue = {"type": "rich_text_section", "elements": words}
    return Fixture({"type": "rich_text", "elements": [section]}, f"{label} {note}".strip())


def _target(url: str, label: str) -> "JsonValue":
    """The link. A channel's id is shown as the name it has for who looks, if they may see it."""
    channel = _CHANNEL.fullmatch(url)
    if channel is not None and channel[1] == label:
        return {"type": "channel", "channel_id": channel[1]}
    return {"type": "link", "url": url, "text": label or url}
