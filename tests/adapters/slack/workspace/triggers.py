"""Trigger ids: what allows an app to open a form for somebody who just did something."""

from dataclasses import dataclass

from tests.adapters.slack.workspace.identifiers import Identifiers
from tests.adapters.slack.workspace.slack_error import SlackError
from tests.clock import Clock

TRIGGER_SECONDS = 3
"""https://docs.slack.dev/interactivity: a trigger_id expires after 3 seconds and is good once."""


@dataclass
class _Trigger:
    """Who did something, when."""

    user: str
    team: str
    at: float
    exchanged: bool = False


class Triggers:
    """Issues trigger ids and exchanges them, each once and in time."""

    def __init__(self, clock: Clock, identifiers: Identifiers) -> None:
        self._clock = clock
        self._identifiers = identifiers
        self._issued: dict[str, _Trigger] = {}

    def issue(self, user: str, team: str) -> str:
        number = self._identifiers.next("trigger").removeprefix("trigger")
        self._issued[trigger := f"{number}.{number}.abcdef"] = _Trigger(user, team, self._clock())
        return trigger

    def exchange(self, trigger_id: str) -> tuple[str, str]:
        """The person and the workspace of a trigger; errors as docs.slack.dev has them for views.open."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.exchanged:
            raise SlackError("exchanged_trigger_id")
        if self._clock() - trigger.at > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        trigger.exchanged = True
        return trigger.user, trigger.team
