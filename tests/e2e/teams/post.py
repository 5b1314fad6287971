"""A message of the bot, as the playground shows it."""

from dataclasses import dataclass, field
from typing import Any

from tests.adapters.teams.connector.card import Button, Input, buttons_in, entered, inputs_in
from tests.adapters.teams.connector.seen import flatten

CARD = "application/vnd.microsoft.card.adaptive"
CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"


@dataclass
class Post:
    """``conversation`` has ``;messageid=`` in a channel. ``versions`` are the texts that it had, in order.

    Of attachments the playground passes on the content only, not the name.
    """

    id: str
    conversation: str
    message: dict[str, Any]
    versions: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What people see of it now."""
        return "\n".join([self.message.get("text") or "", *map(flatten, self._cards)]).strip()

    @property
    def buttons(self) -> dict[str, Button]:
        """What can be pressed, by label."""
        return {each.label: each for each in buttons_in(self._cards)}

    def content(self, kind: str) -> dict[str, Any]:
        """The content of an attachment of one kind; empty if there is none."""
        found = (each["content"] for each in self.message["attachments"] if each["contentType"] == kind)
        return dict(next(found, {}))

    def filled(self, typed: dict[str, str]) -> dict[str, str]:
        """What a client sends of the inputs."""
        return entered(self._inputs, typed)

    @property
    def _inputs(self) -> tuple[Input, ...]:
        return tuple(inputs_in(self._cards))

    @property
    def _cards(self) -> list[dict[str, Any]]:
        return [card for card in [self.content(CARD)] if card]
