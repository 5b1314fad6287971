"""Cards under each other on the Home tab."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from adapters.slack.rendering.card import render
from adapters.slack.rendering.limits import VIEW_BLOCKS
from core.chat.card import Card

if TYPE_CHECKING:
    from adapters.slack.rendering.measure import Element


def home_view(cards: Sequence[Card]) -> dict[str, Any]:
    """The tab; a card that is too long for one message is shortened, and says so."""
    blocks: list[Element] = []
    for card in cards:
        blocks += [{"type": "divider"}] if blocks else []
        blocks += render(card, most=1).payloads[0].blocks
    return {"type": "home", "blocks": blocks[:VIEW_BLOCKS]}
