"""A message's text as people see it: its text and its cards flattened, one line each."""

from collections.abc import Iterator
from html import unescape
from re import sub
from typing import Any

from markdown_it import MarkdownIt

from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.rules.attachment_rules import ADAPTIVE, CONSENT, FILE_INFO

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["heading", "lheading", "image"]
)
"""Headings and pictures stay as they were written: they are no markup in Teams."""

_UNSEEN = frozenset({"data", "fallback", "msteams", "refresh", "fallbackText", "speak"})


def seen(activity: JSON, cards: list[JSON]) -> str:
    """What stands on the screen; ``cards`` are those that somebody has before them now."""
    parts = [_text(activity), *map(flatten, cards), *_attached(activity)]
    return "\n".join(part for part in parts if part)


def flatten(card: JSON) -> str:
    """The texts of a card, labels of buttons and inputs included."""
    return "\n".join(line for line in _lines(card) if line)


def readable(markdown: str) -> str:
    """Markdown as it is rendered: marks taken away, links by their words."""
    return "".join(_rendered(markdown)).strip("\n")


def links(markdown: str) -> list[str]:
    """Where the links of a text lead."""
    return [
        str(child.attrs["href"])
        for token in _MARKDOWN.parse(markdown)
        for child in token.children or ()
        if child.type == "link_open"
    ]


def texts_of(activity: JSON, cards: list[JSON]) -> list[str]:
    """Every text with markdown in it: of the message and of its cards."""
    own = activity.get("text") or ""
    shown = [own] if activity.get("textFormat") in (None, "markdown") else []
    return [*shown, *(text for card in cards for text in _markdown_in(card))]


def _text(activity: JSON) -> str:
    text = activity.get("text") or ""
    if activity.get("textFormat") in (None, "markdown"):
        return readable(text)
    return unescape(sub(r"<[^>]+>", "", text)) if activity["textFormat"] == "xml" else text


def _rendered(markdown: str) -> Iterator[str]:
    for token in _MARKDOWN.parse(markdown):
        if token.type == "inline":
            for child in token.children or ():
                yield "\n" if child.type in ("softbreak", "hardbreak") else child.content
            yield "\n"
        elif token.type in ("fence", "code_block"):
            yield token.content


def _attached(activity: JSON) -> Iterator[str]:
    """The names of files; a card for consent asks with its description."""
    for attachment in activity.get("attachments") or ():
        kind = attachment.get("contentType")
        if kind == CONSENT:
            yield f"{attachment['name']}\n{attachment['content']['description']}"
        elif kind == FILE_INFO:
            yield attachment["name"]
        elif kind != ADAPTIVE:
            yield attachment.get("name") or ""


def _markdown_in(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _markdown_in(item)
    elif isinstance(node, dict):
        if node.get("type") == "TextBlock":
            yield node["text"]
        for fact in node.get("facts", ()):
            yield fact["value"]
        for key, value in node.items():
            if key not in _UNSEEN:
                yield from _markdown_in(value)


def _lines(node: Any) -> Iterator[str]:
    """The lines of an element; what is hidden shows nothing."""
    if isinstance(node, list):
        for item in node:
            yield from _lines(item)
    if not isinstance(node, dict) or node.get("isVisible") is False:
        return
    kind = str(node.get("type", ""))
    if kind == "TextBlock":
        yield readable(node["text"])
    elif kind == "RichTextBlock":
        yield "".join(run if isinstance(run, str) else run["text"] for run in node["inlines"])
    elif kind == "FactSet":
        yield from (f"{fact['title']}: {readable(fact['value'])}" for fact in node["facts"])
    elif kind == "TableRow":
        yield " | ".join(" ".join(filter(None, _lines(cell))) for cell in node["cells"])
    elif kind in ("Image", "CodeBlock"):
        yield node.get("altText") or node.get("codeSnippet") or ""
    else:
        yield from _inner(node, kind)


def _inner(node: JSON, kind: str) -> Iterator[str]:
    """What an element holds, under its label or title."""
    yield node.get("label") or node.get("title") or "" if kind.startswith(("Input.", "Action.")) else ""
    if kind.startswith("Input."):
        yield str(node.get("placeholder") or "")
        yield from (choice["title"] for choice in node.get("choices", ()))
        return
    for key, value in node.items():
        if key not in _UNSEEN and isinstance(value, (dict, list)):
            yield from _lines(value)
