"""The rich text that Slack's own clients send beside every message, as fragments. It has no marks."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from adapters.slack.arrivals.references import CHANNEL, PERSON, USER_GROUP, identity
from core.chat.cleaning import wellformed
from core.chat.fragment import MENTION, NEW_LINE, Fragment

_NOTHING = re.compile("(?!)")
_NAMED = {
    "user": ("user_id", "@", "", PERSON),
    "usergroup": ("usergroup_id", "@", "", USER_GROUP),
    "channel": ("channel_id", "#", "", CHANNEL),
    "broadcast": ("range", "@", "", _NOTHING),
    "emoji": ("name", ":", ":", _NOTHING),
}
"""Where an element has its id, what stands around its name (as in Slack's plain text), what the id names."""


def objects(value: Any) -> list[Mapping[str, Any]]:
    """The objects of a JSON list; anything else is none."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def fragments(blocks: Any, bot_user: str, names: Mapping[str, str]) -> list[Fragment]:
    """The pieces of all rich text blocks; none if there is no rich text. Unknown elements are no error."""
    found: list[Fragment] = []
    for block in objects(blocks):
        if block.get("type") == "rich_text":
            for container in objects(block.get("elements")):
                found += [NEW_LINE] if found and not _ends_line(found[-1]) else []
                found += _container(container, bot_user, names)
    return found


def _ends_line(fragment: Fragment) -> bool:
    return fragment.kind == "prose" and fragment.text.endswith("\n")


def _container(container: Mapping[str, Any], bot_user: str, names: Mapping[str, str]) -> list[Fragment]:
    """A section, list, quote or block of code."""
    if container.get("type") == "rich_text_list":
        return _list(container, bot_user, names)
    pieces = [_leaf(each, bot_user, names) for each in objects(container.get("elements"))]
    if container.get("type") == "rich_text_preformatted":
        return [Fragment("block", "".join(piece.text for piece in pieces))]
    if container.get("type") == "rich_text_quote":
        quoted = (replace(piece, text=piece.text.replace("\n", "\n> ")) for piece in pieces)
        return [Fragment("prose", "> "), *quoted]
    return pieces


def _list(container: Mapping[str, Any], bot_user: str, names: Mapping[str, str]) -> list[Fragment]:
    """One line an item, as a person without Slack's editor types it."""
    found: list[Fragment] = []
    first = _number(container.get("offset")) + 1
    for number, item in enumerate(objects(container.get("elements")), first):
        bullet = f"{number}. " if container.get("style") == "ordered" else "- "
        found.append(Fragment("prose", "  " * min(_number(container.get("indent")), 8) + bullet))
        found += [_leaf(each, bot_user, names) for each in objects(item.get("elements"))]
        found.append(NEW_LINE)
    return found


def _leaf(element: Mapping[str, Any], bot_user: str, names: Mapping[str, str]) -> Fragment:
    """Text, link, mention, emoji or whatever else stands in a line."""
    kind = element.get("type")
    if kind == "user" and element.get("user_id") == bot_user:
        return MENTION
    if kind == "text":
        style = element.get("style")
        is_code = isinstance(style, dict) and style.get("code") is True
        return Fragment("exact" if is_code else "prose", _text(element, "text"))
    if isinstance(kind, str) and kind in _NAMED:
        key, before, after, shape = _NAMED[kind]
        value = _text(element, key)
        return Fragment("prose", before + names.get(value, value) + after, identity(shape, value))
    shown = (_text(element, key) for key in ("text", "url", "fallback", "value"))
    return Fragment("exact", next(filter(None, shown), ""))


def _text(element: Mapping[str, Any], key: str) -> str:
    value = element.get(key)
    return wellformed(value) if isinstance(value, str) else ""


def _number(value: Any) -> int:
    """A count of a list; what is none counts as nothing."""
    return value if isinstance(value, int) and 0 <= value < 1_000_000 else 0
