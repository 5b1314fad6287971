"""A post of a page: the text that a reader sees, and the forms in it."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_LINES = frozenset({"p", "li", "dt", "div", "ol", "ul", "dl", "pre", "button", "figure", "h1", "h2", "tr"})
"""What begins on a line of its own."""


@dataclass
class Form:
    """A form to send; ``buttons`` are labels with their field and value."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    takes: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """What a reader has before them."""

    text: str
    forms: tuple[Form, ...]


def read_page(html: str) -> Seen:
    """The text of a piece of a page, one line each, and its forms."""
    reader = _Reader()
    reader.feed(html)
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return Seen("\n".join(line for line in lines if line), tuple(reader.forms))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.forms: list[Form] = []
        self._by = False
        self._hidden: list[str] = []
        self._button: tuple[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.parts.append("\n" if tag == "br" or tag in _LINES else " " * (tag == "dd"))
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "input" and self.forms:
            self._take(given)
        elif tag == "button":
            self._button = (given.get("name", ""), given.get("value", ""))
        elif tag == "img":
            self.parts.append("[picture]")
        if tag == "p":
            self._by = given.get("class") == "by"
        hidden = tag == "time" or (tag == "strong" and self._by) or "unseen" in given.get("class", "").split()
        if hidden or (self._hidden and tag == self._hidden[-1]):
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _LINES and tag != "dt":
            self.parts.append("\n")
        if self._hidden and tag == self._hidden[-1]:
            self._hidden.pop()
        if tag == "button":
            self._button = None

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self.parts.append(re.sub(r"\s+", " ", data))
        if self._button is not None and self.forms and data.strip():
            self.forms[-1].buttons[data.strip()] = self._button

    def _take(self, given: dict[str, str]) -> None:
        form = self.forms[-1]
        if given.get("type") == "hidden":
            form.fields[given.get("name", "")] = given.get("value", "")
        else:
            form.takes[given.get("type", "text")] = given.get("name", "")
