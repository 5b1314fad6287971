"""A message's text as people see it: its blocks flattened, one line each."""

from collections.abc import Iterator
from typing import Any

from tests.adapters.slack.workspace import mrkdwn
from tests.adapters.slack.workspace.mrkdwn import Naming
from tests.adapters.slack.workspace.payload import JSON

_UNSEEN = frozenset({"confirm", "metadata", "style", "slack_file", "state"})
"""Keys below which nothing is on the screen."""


def seen(message: JSON, naming: Naming) -> str:
    """What stands on the screen; the text of a message with blocks is for notifications only."""
    parts = [*_attached(message, naming)]
    if blocks := message.get("blocks"):
        return "\n".join([flatten(blocks, naming), *parts]).rstrip("\n")
    return "\n".join([mrkdwn.readable(message.get("text", ""), naming), *parts]).rstrip("\n")


def flatten(blocks: list[JSON], naming: Naming) -> str:
    """The texts of blocks, labels of buttons and options included."""
    lines = ("\n".join(_lines(block, naming)) for block in blocks)
    return "\n".join(line for line in lines if line)


def live(message: JSON) -> tuple[list[str], list[str]]:
    """Whom a message notifies and what it links to, from its text and its blocks."""
    pings, links = mrkdwn.pings(message.get("text", "")), mrkdwn.links(message.get("text", ""))
    for node in _nodes(message.get("blocks", [])):
        text = str(node.get("text"))
        if node.get("type") == "mrkdwn":
            pings, links = pings + mrkdwn.pings(text), links + mrkdwn.links(text)
        elif node.get("type") == "markdown":
            pings, links = pings + mrkdwn.markdown_pings(text), links + mrkdwn.markdown_links(text)
        elif node.get("type") in ("user", "broadcast") and len(node) > 1:
            pings = [*pings, "@" + node["user_id"] if "user_id" in node else "!" + node["range"]]
        elif node.get("type") in ("link", "button") and node.get("url"):
            links = [*links, node["url"]]
    return list(dict.fromkeys(pings)), list(dict.fromkeys(links))


def _rich(element: JSON, naming: Naming) -> str:
    """One element of rich text; colours and dates show as their text."""
    kind = element["type"]
    if kind in ("user", "channel"):
        return ("@" if kind == "user" else "#") + naming(element[f"{kind}_id"])
    if kind in ("usergroup", "broadcast"):
        return "@" + str(element.get("usergroup_id") or element["range"])
    if kind == "emoji":
        return f":{element['name']}:"
    return str(element.get("text") or element.get("url") or "")


def _attached(message: JSON, naming: Naming) -> Iterator[str]:
    """Old-fashioned attachments."""
    for attachment in message.get("attachments", ()):
        yield flatten(attachment.get("blocks", []), naming) or str(
            attachment.get("text") or attachment.get("fallback", "")
        )


def _nodes(value: Any) -> Iterator[JSON]:
    """Every object in blocks, outer ones first."""
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _nodes(item)


def _lines(node: Any, naming: Naming) -> Iterator[str]:
    """The lines of one block."""
    if isinstance(node, list):
        for item in node:
            yield from _lines(item, naming)
    if not isinstance(node, dict):
        return
    kind, text = node.get("type"), node.get("text")
    if kind == "markdown":
        yield mrkdwn.readable_markdown(text or "", naming)
    elif kind == "table":
        yield from (" | ".join(_lines(row, naming)) for row in node["rows"])
    elif str(kind).startswith("rich_text_") and kind != "rich_text_list":
        yield "".join(_rich(each, naming) for each in node["elements"])
    elif isinstance(text, str):
        yield mrkdwn.readable(text, naming) if kind == "mrkdwn" else text
    else:
        yield from _inner(node, naming)


def _inner(node: JSON, naming: Naming) -> Iterator[str]:
    """The lines of what a block holds, and the words for a picture."""
    if isinstance(node.get("alt_text"), str):
        yield node["alt_text"]
    for key, value in node.items():
        if key not in _UNSEEN and isinstance(value, (dict, list)):
            yield from _lines(value, naming)
