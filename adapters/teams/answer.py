"""What Teams is told at once, as the answer to a delivery."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from adapters.teams.rendering.message import CARD, Payload

MESSAGE = "application/vnd.microsoft.activity.message"


@dataclass(frozen=True, slots=True)
class Answer:
    """A status; ``body`` answers an invoke."""

    status: int = 200
    body: Mapping[str, Any] = field(default_factory=dict)


def told(text: str) -> Answer:
    """A line that whoever pressed is shown; an empty one leaves the card as it is."""
    return Answer(body={"statusCode": 200, "type": MESSAGE, "value": text})


def in_place(payload: Payload) -> Answer:
    """A card in the place of the one that was pressed on, for whoever pressed."""
    return Answer(body={"statusCode": 200, "type": CARD, "value": payload.card})
