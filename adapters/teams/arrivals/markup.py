"""The HTML that Teams adds to every message, as fragments: what people see, and where code begins and ends.

nh3 makes it well-formed and drops what is not listed here; what is inside a dropped tag stays.
"""

import re
from collections.abc import Mapping
from html.parser import HTMLParser

import nh3

from adapters.teams.arrivals.mentions import Mentions
from adapters.teams.arrivals.written import Written
from core.chat.cleaning import wellformed
from core.chat.fragment import Fragment

_CODE = ("pre", "codeblock")
_BLOCKS = ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "table", "tr")
_INLINE = ("br", "code", "at", "span", "a", "td", "th", "emoji", "img")
_KEPT = {"*": {"itemtype", "itemid", "id", "alt"}}

_OPENED = re.compile(r"<(?!br|img|hr)(/?)[A-Za-z]")
_DEEPEST = 300
"""Nobody writes deeper, and what reads HTML takes its time over deep ones."""


def fragments(html: str, mentions: Mentions) -> list[Fragment]:
    """The pieces of a message; none for HTML that nobody writes."""
    if _depth(html) > _DEEPEST:
        return []
    clean = nh3.clean(
        wellformed(html),
        tags={*_CODE, *_BLOCKS, *_INLINE},
        attributes=_KEPT,
        link_rel=None,
    )
    reader = _Reader(mentions)
    reader.feed(clean)
    reader.close()
    return reader.written.fragments()


def _depth(html: str) -> int:
    depth = deepest = 0
    for tag in _OPENED.finditer(html):
        depth += -1 if tag[1] else 1
        deepest = max(deepest, depth)
    return deepest


class _Reader(HTMLParser):
    """Goes through well-formed HTML once."""

    def __init__(self, mentions: Mentions) -> None:
        super().__init__(convert_charrefs=True)
        self.written = Written(mentions)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        attributes = {key: value or "" for key, value in attrs}
        if tag in ("br", "img"):
            self._void(tag, attributes)
            return
        self.written.begin(_role(tag, attributes), _index(attributes), wellformed(attributes.get("alt", "")))

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        del tag  # nh3 has closed everything in order
        self.written.end()

    def handle_data(self, data: str) -> None:
        """Words."""
        self.written.add(wellformed(data))

    def _void(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "br":
            self.written.new_line()
        elif "Emoji" in attributes.get("itemtype", ""):
            self.written.add(wellformed(attributes.get("alt", "")))


def _role(tag: str, attributes: Mapping[str, str]) -> str:
    kind = attributes.get("itemtype", "").rpartition("/")[2]
    if tag == "at" or kind == "Mention":
        return "mention"
    if kind in ("Reply", "Forward") and tag == "blockquote":
        return kind.lower()
    if kind == "CodeBlockEditor":
        return "marker"
    return "pre" if tag in _CODE else tag


def _index(attributes: Mapping[str, str]) -> str:
    return attributes.get("itemid") or attributes.get("id") or ""
