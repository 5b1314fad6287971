"""Cards under each other on the Home tab."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from adapters.slack.rendering.card import render
from adapters.slack.rendering.limits import VIEW_BLOCKS
from adapters.slack.rendering.passage import Passage
from adapters.slack.rendering.rich_text import rich_text
from core.chat.card import Card
from core.chat.prose import Run

if TYPE_CHECKING:
    from adapters.slack.rendering.measure import Element


def home_view(cards: Sequence[Card]) -> dict[str, Any]:
    """The tab; a card that is too long for one message is shortened, and says so."""
    blocks: list[Element] = []
    for card in cards:
        blocks += [{"type": "divider"}] if blocks else []
        blocks += map(_on_a_tab, render(card, most=1).payloads[0].blocks)
    return {"type": "home", "blocks": blocks[:VIEW_BLOCKS]}


def _on_a_tab(block: "Element") -> "Element":
    """A table can stand in messages only: here it is lines of code."""
    if block["type"] != "table":
        return block
    table: dict[str, Any] = block
    lines = "\n".join(" | ".join(cell["text"] for cell in row) for row in table["rows"])
    return rich_text([Passage((Run(lines),), "code")])
