"""What people type, as the ``rich_text`` block that Slack makes of it."""

import re
from html import unescape

from tests.adapters.slack.workspace.payload import JSON

_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_TOKEN = re.compile(r"<([^<>\s|]+)(?:\|([^<>]*))?>")


def rich_text(text: str, block_id: str) -> JSON:
    """The block for a text as it travels: escaped, with ``<@U…>``, ``<#C…>``, ``<url|label>`` and fences."""
    elements: list[JSON] = []
    for number, part in enumerate(_FENCE.split(text)):
        kind = "rich_text_preformatted" if number % 2 else "rich_text_section"
        if part:
            elements.append({"type": kind, "elements": _inline(part)})
    return {"type": "rich_text", "block_id": block_id, "elements": elements}


def _inline(text: str) -> list[JSON]:
    """The elements of one section."""
    elements: list[JSON] = []
    end = 0
    for match in _TOKEN.finditer(text):
        elements += _text(text[end : match.start()])
        elements.append(_element(match[1], match[2]))
        end = match.end()
    return elements + _text(text[end:])


def _text(text: str) -> list[JSON]:
    return [{"type": "text", "text": unescape(text)}] if text else []


def _element(target: str, label: str | None) -> JSON:
    """The element for what stands in angle brackets."""
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!subteam^"):
        return {"type": "usergroup", "usergroup_id": target.removeprefix("!subteam^")}
    if target.startswith("!"):
        return {"type": "broadcast", "range": target[1:]}
    link: JSON = {"type": "link", "url": unescape(target)}
    return link | ({"text": unescape(label)} if label else {})
