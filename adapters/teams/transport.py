"""What the door needs of Microsoft's client, and no more: its successor takes its place here.

botbuilder is archived upstream (last wheel 2026-01); nothing but ``botbuilder_transport`` knows it.
"""

from typing import Any, Protocol

from adapters.teams.arrivals.reference import Reference
from core.chat.repaints import Limited

__all__ = ["Gone", "Limited", "Refused", "TeamsTransport", "Unsure"]


class Unsure(Exception):  # noqa: N818 - it says what is so
    """The call got lost on its way or back: nobody knows whether it had its effect."""


class Gone(Exception):  # noqa: N818 - it says what is so
    """The bot is not in the conversation (any more), or what was asked for or to be changed is not there.

    ``code`` is Teams' own word for it, empty where it says none.
    """

    def __init__(self, code: str = "") -> None:
        super().__init__(code)
        self.code = code


class Refused(Exception):  # noqa: N818 - it says what happened
    """Teams does not take it. ``code`` is its own word for the reason."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


class TeamsTransport(Protocol):
    """Carries activities, as JSON, to the conversation of a reference.

    Raises Limited, Unsure, Gone or Refused. It repeats nothing by itself.
    """

    async def send(self, reference: Reference, activity: dict[str, Any]) -> str:
        """Send a new activity; its id, empty for what does not stay (typing)."""
        ...

    async def token(self) -> str:
        """The bot's token for Teams' own services; empty for a bot without an app id."""
        ...

    async def present(self, reference: Reference) -> bool:
        """Whether the bot is in a conversation, in which the reference's person is."""
        ...

    async def member(self, reference: Reference, person: str) -> dict[str, Any]:
        """Somebody in a conversation, as Teams' JSON, by either of their ids."""
        ...

    async def members(self, reference: Reference, size: int, after: str = "") -> dict[str, Any]:
        """A page of at most ``size`` people in a conversation, as Teams' JSON.

        ``after`` is the ``continuationToken`` of the page before.
        """
        ...

    async def update(self, reference: Reference, activity_id: str, activity: dict[str, Any]) -> None:
        """Put an activity in the place of one that was sent."""
        ...

    async def delete(self, reference: Reference, activity_id: str) -> None:
        """Take an activity away that was sent."""
        ...
