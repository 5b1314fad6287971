"""A message: one card, and the text that stands for it in notifications."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.teams.rendering.limits import SUMMARY
from adapters.teams.rendering.measure import Element, Elements, clipped
from adapters.teams.rendering.piece import Piece
from adapters.teams.rendering.rich_text import WORD_JOINER

CARD = "application/vnd.microsoft.card.adaptive"

_MARKUP = re.compile(r"(?<=<)(?=[/!?]?\w)|(?<=\])(?=\()|(?<=&)(?=#?\w)")
"""Where a tag, a link or an entity would begin."""


@dataclass(frozen=True, slots=True)
class Payload:
    """The card of one post and its `summary`, one line of plain text."""

    summary: str
    card: Element

    def activity(self) -> Element:
        """The message as it is sent, without where it goes.

        It has no `text`: Teams would show that above the card.
        """
        attachment: Element = {"contentType": CARD, "content": self.card}
        return {"type": "message", "summary": self.summary, "attachments": [attachment]}


def payload(pieces: Sequence[Piece]) -> Payload:
    """One message."""
    words = " ".join(" ".join(piece.text[: 2 * SUMMARY] for piece in pieces).split())
    return carded([element for piece in pieces for element in piece.elements()], words)


def carded(body: Sequence[Element], summary: str) -> Payload:
    """The elements as a card."""
    elements: Elements = [*body]
    card: Element = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "msteams": {"width": "Full"},
        "body": elements,
    }
    return Payload(inert(summary) or "…", card)


def inert(text: str) -> str:
    """Text for a place of which nobody says how it is read: nothing in it is a tag, a link or an entity."""
    return _MARKUP.sub(WORD_JOINER, clipped(text, SUMMARY))
