"""Addresses to open, a line each: the only links that are made here, with addresses of our own.

A run of text cannot be a link: Teams has shown its `selectAction` as plain text, or not let it be pressed
(microsoft/AdaptiveCards#5804, #9100). So a link is the Markdown of a TextBlock, whose words are ours, or such
that no reader of Markdown finds anything in them; other words stand beside it.
"""

import re
from collections.abc import Sequence

from adapters.teams.rendering.fixture import Fixture, one_line
from adapters.teams.rendering.measure import Element, Elements
from adapters.teams.rendering.rich_text import block
from core.chat.card import Links
from core.chat.prose import Run

_LONGEST = 200
"""Characters of a label and of a note: a link is one line."""

_WORDS = re.compile(r"[^\W_](?:[^\W_]|[ .-](?=[^\W_])|_(?=[^\W_]))*", re.UNICODE)
"""Words and file names: nothing of these is Markdown, an underscore inside of a word included."""

_QUOTED = str.maketrans({character: f"%{ord(character):02X}" for character in "()<>[]\\\"'*`"})
"""What could end an address or begin something else, as the address may spell it too."""


def links(block: Links) -> list[Fixture]:
    """A fixture a line, so that a long list flows into the next message."""
    return [link(each.label, each.url, each.note) for each in block.items]


def link(label: str, url: str, note: str = "") -> Fixture:
    """One address to open."""
    said, more = one_line(label, _LONGEST), one_line(note, _LONGEST)
    plain = _WORDS.fullmatch(said) is not None
    words = [] if plain or not said else [Run(said)]
    beside = [*words, *([Run(f" · {more}" if words else f"· {more}")] if more else [])]
    target: Element = {
        "type": "TextBlock",
        "text": f"[{said if plain else 'Open'}]({url.translate(_QUOTED)})",
        "wrap": True,
    }
    columns: Elements = [_column("auto", [target])]
    if beside:
        columns.append(_column("stretch", [block(beside)]))
    return Fixture(({"type": "ColumnSet", "columns": columns, "spacing": "Small"},), f"{said} {more}".strip())


def _column(width: str, items: Sequence[Element]) -> Element:
    return {"type": "Column", "width": width, "spacing": "Small", "items": [*items]}
