"""The bot's answer to an invoke, as Teams reads it: it is the HTTP answer itself."""

import json
from dataclasses import dataclass
from typing import Any

from tests.adapters.teams.connector.connector_error import ConnectorError
from tests.adapters.teams.connector.delivery import Answer
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.rules.card_rules import check_card

CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
ERROR = "application/vnd.microsoft.error"

WENT_WRONG = "Something went wrong. Please try again."
"""What a client shows for an answer that is late, no 200 or not of the documented form."""


@dataclass(frozen=True)
class InvokeAnswer:
    """``text`` is a line that the client shows, ``card`` a card in the place of the pressed one."""

    text: str = ""
    card: JSON | None = None

    @property
    def wrong(self) -> bool:
        """Whether the one who pressed is told that it did not work."""
        return self.text == WENT_WRONG


def read_answer(answer: Answer) -> InvokeAnswer:
    """https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format.

    No body at all is taken by some clients, documented for none, and wrong here.
    """
    try:
        body = json.loads(answer.body)
        return _read(answer.status, body)
    except (ValueError, KeyError, TypeError, ConnectorError):
        return InvokeAnswer(WENT_WRONG)


def _read(status: int, body: Any) -> InvokeAnswer:
    if status != 200 or body["statusCode"] not in (200, 400, 403, 429, 500):
        return InvokeAnswer(WENT_WRONG)
    if body["type"] == CARD and body["statusCode"] == 200:
        check_card(body["value"])
        return InvokeAnswer(card=dict(body["value"]))
    if body["type"] == MESSAGE and body["statusCode"] == 200 and isinstance(body["value"], str):
        return InvokeAnswer(body["value"])
    if body["type"] == ERROR and isinstance(body["value"]["message"], str) and body["value"]["code"]:
        return InvokeAnswer(body["value"]["message"])
    return InvokeAnswer(WENT_WRONG)
