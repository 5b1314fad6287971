"""Slack's markup as people see it, and what in it is alive."""

import re
from collections.abc import Callable, Iterator
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

_TOKEN = re.compile(r"<([^<>\s|]+)(?:\|([^<>]*))?>")
_PING = re.compile(r"<([@!][^<>\s|]+)(?:\|[^<>]*)?>")
_LINK = re.compile(r"<((?:https?|mailto):[^<>\s|]+)(?:\|[^<>]*)?>")
_CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)

Naming = Callable[[str], str]
"""The name of the person or channel with an id."""

# Escapes stay tokens of their own, so that an escaped ``<`` cannot become part of a mention.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("text_join")


def readable(text: str, naming: Naming) -> str:
    """Mrkdwn with names, labels and characters instead of markup; marks such as ``*bold*`` stay."""
    return unescape(_TOKEN.sub(lambda match: _label(match[1], match[2], naming), text))


def pings(text: str) -> list[str]:
    """Whom a mrkdwn text notifies: ``@U…``, ``!channel``, ``!subteam^S…``. Code notifies nobody."""
    return [match[1] for match in _PING.finditer(_CODE.sub("", text))]


def links(text: str) -> list[str]:
    """What a mrkdwn text links to."""
    return [unescape(match[1]) for match in _LINK.finditer(_CODE.sub("", text))]


def readable_markdown(text: str, naming: Naming) -> str:
    """A Markdown block as people see it: one line a paragraph, heading, row or line of code."""
    lines: list[str] = []
    row: list[str] | None = None
    for token in _MARKDOWN.parse(text):
        if token.type in ("fence", "code_block"):
            lines.append(token.content.rstrip("\n"))
        elif token.type == "inline":
            (lines if row is None else row).append(_inline(token, naming))
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            lines.append(" | ".join(row or ()))
            row = None
    return "\n".join(lines)


def markdown_pings(text: str) -> list[str]:
    """Whom a Markdown block notifies; an escaped ``<`` and code notify nobody."""
    return [name for part in _texts(text) for name in pings(part)]


def markdown_links(text: str) -> list[str]:
    """What a Markdown block links to."""
    return [
        str(child.attrs["href"])
        for token in _MARKDOWN.parse(text)
        for child in token.children or ()
        if child.type == "link_open"
    ]


def _label(target: str, label: str | None, naming: Naming) -> str:
    if target.startswith(("@", "#")):
        return target[0] + (label or naming(target[1:]))
    if target.startswith("!"):
        return "@" + (label or target[1:]).removeprefix("@")
    return label or target


def _inline(token: Token, naming: Naming) -> str:
    return "".join(_child(child, naming) for child in token.children or ())


def _child(child: Token, naming: Naming) -> str:
    if child.type == "text":
        return _TOKEN.sub(lambda match: _label(match[1], match[2], naming), child.content)
    return "\n" if child.type.endswith("break") else child.content


def _texts(text: str) -> Iterator[str]:
    for token in _MARKDOWN.parse(text):
        for child in token.children or ():
            if child.type == "text":
                yield child.content
