"""Something that Slack sends to the app, and how the app answered."""

import json
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

from tests.adapters.slack.workspace.payload import JSON

Kind = Literal["events_api", "slash_commands", "interactive"]


@dataclass(frozen=True)
class Answer:
    """``status`` is 0 and ``failure`` says why where the app did not answer; ``seconds`` is real time.

    Over Socket Mode an acknowledgement counts as 200, and its payload as the body.
    """

    status: int = 0
    body: bytes = b""
    seconds: float = 0.0
    failure: str = ""


@dataclass
class Delivery:
    """One request or envelope; ``attempt`` and ``reason`` say that it is a retry."""

    kind: Kind
    payload: JSON
    attempt: int = 0
    reason: str = ""
    answer: Answer = field(default_factory=Answer)

    @property
    def event_id(self) -> str:
        return str(self.payload.get("event_id", ""))

    @property
    def event(self) -> JSON:
        """The event in an envelope of the Events API."""
        return dict(self.payload.get("event", {}))

    def encoded(self) -> tuple[bytes, str]:
        """The body over HTTP and its type: JSON for events, a form for everything that people do."""
        if self.kind == "events_api":
            return json.dumps(self.payload, separators=(",", ":")).encode(), "application/json"
        form = self.payload if self.kind == "slash_commands" else {"payload": json.dumps(self.payload)}
        return urlencode(form).encode(), "application/x-www-form-urlencoded"


@dataclass
class Act:
    """What one act of somebody caused: the message, if any, and all that was delivered.

    ``channel`` and ``ts`` name the message. ``trigger_id`` and ``response_url`` are what the app was given.
    """

    deliveries: list[Delivery] = field(default_factory=list)
    channel: str = ""
    ts: str = ""
    trigger_id: str = ""
    response_url: str = ""

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

    def json(self) -> Any:
        return json.loads(self.body)
