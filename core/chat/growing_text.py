"""Markdown that comes in bits, and what of it can be shown already."""

from collections.abc import Sequence

from markdown_it.token import Token

from core.chat.markdown import READ, parsed
from core.chat.plain_text import printable

_LISTS = ("bullet_list_open", "ordered_list_open")
_OVER_AT_ONCE = ("heading_open", "hr")
_OVER_WITH_A_BLANK_LINE = ("paragraph_open", "table_open")


class GrowingText:
    """Gives each part of a text once, as soon as nothing that may follow changes it.

    A paragraph may become a heading or a table, a fence may not be closed yet, and half a line may turn out
    to be an item of the list above it: what stands last waits.
    """

    def __init__(self) -> None:
        self._waiting = ""

    def add(self, text: str) -> str:
        """The Markdown that is settled now, to be read by itself; of a list, its items."""
        self._waiting += text
        if self._waiting.endswith("\r"):  # half a line break, as far as anybody knows
            return ""
        self._waiting = printable(self._waiting)
        whole_lines = self._waiting.rfind("\n", 0, READ) + 1
        end = _settled(self._waiting[:whole_lines])
        text, self._waiting = self._waiting[:end], self._waiting[end:]
        return text

    def rest(self) -> str:
        """What is left when nothing more comes."""
        text, self._waiting = printable(self._waiting), ""
        return text


def _settled(text: str) -> int:
    """The length of the beginning that stands; the text ends with a line."""
    blocks = [(token, token.map) for token in parsed(text) if token.map and token.nesting >= 0]
    top = [(token, lines) for token, lines in blocks if token.level == 0]
    if not top:
        return 0
    last, (first, end) = top[-1]
    rows = text.split("\n")
    apart = len(rows) > end + 1 and not rows[end].strip()
    if last.type in _OVER_AT_ONCE or (apart and last.type in _OVER_WITH_A_BLANK_LINE):
        return len(text)
    if last.type in _LISTS:
        items = [item for item in blocks if item[0].type == "list_item_open" and item[0].level == 1]
        first = _last_item([item for item in items if item[1][0] >= first], int(last.attrs.get("start", 1)))
    return sum(len(row) + 1 for row in rows[:first])


def _last_item(items: Sequence[tuple[Token, list[int]]], start: int) -> int:
    """The line of the last item that reads the same without those before it: `1. 1. 1.` counts to three."""
    return max(
        lines[0]
        for number, (item, lines) in enumerate(items, start)
        if not item.info or int(item.info) == number
    )
