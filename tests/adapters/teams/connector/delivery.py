"""Something that Teams sends to the bot, and how the bot answered."""

import json
from dataclasses import dataclass, field
from typing import Any

from tests.adapters.teams.connector.payload import JSON


@dataclass(frozen=True)
class Answer:
    """``status`` is 0 and ``failure`` says why where the bot did not answer; ``seconds`` is real time."""

    status: int = 0
    body: bytes = b""
    seconds: float = 0.0
    failure: str = ""


@dataclass
class Delivery:
    """One activity; ``headers`` stand in the place of the ones that Teams would send."""

    activity: JSON
    headers: dict[str, str] | None = None
    answer: Answer = field(default_factory=Answer)

    @property
    def type(self) -> str:
        return str(self.activity["type"])


@dataclass
class Act:
    """What one act of somebody caused: the message, if any, and all that was delivered.

    ``conversation`` is its id without ``;messageid=``; ``id`` is the message's, or the activity's where there
    is no message; ``root`` is the post of a channel that it belongs to.
    """

    conversation: str
    id: str
    root: str = ""
    deliveries: list[Delivery] = field(default_factory=list)

    @property
    def status(self) -> int:
        """The worst status of all deliveries; 0 where one was not answered; 200 where nothing was due."""
        statuses = [delivery.answer.status for delivery in self.deliveries]
        return 0 if 0 in statuses else max(statuses, default=200)

    @property
    def body(self) -> bytes:
        """The first body with something in it."""
        return next((each.answer.body for each in self.deliveries if each.answer.body), b"")

    @property
    def seconds(self) -> float:
        """How long the slowest answer took, in real time."""
        return max((delivery.answer.seconds for delivery in self.deliveries), default=0.0)

    @property
    def activity(self) -> JSON:
        """What was delivered, where it was one activity; LookupError where it was none or several."""
        if len(self.deliveries) != 1:
            raise LookupError(f"{len(self.deliveries)} activities were delivered")
        return self.deliveries[0].activity

    def json(self) -> Any:
        return json.loads(self.body)
