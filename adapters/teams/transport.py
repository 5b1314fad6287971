"""What the door needs of Microsoft's client, and no more: its successor takes its place here.

botbuilder is archived upstream (last wheel 2026-01); nothing but ``botbuilder_transport``, and its parts in
``botbuilder``, knows it.
"""

from typing import Any, Protocol

from adapters.teams.arrivals.reference import Reference
from core.chat.repaints import Limited, NotNow

__all__ = ["NOT_A_MEMBER", "Gone", "Limited", "Refused", "TeamsTransport", "Unsent", "Unsure"]

NOT_A_MEMBER = "MemberNotFoundInConversation"
"""Teams' word for somebody who is not in a conversation in which the bot is."""


class Unsent(Limited):
    """Nothing was sent: no token, no connection, or no line free in time. It can be made again, later.

    Who waits when Teams wants it waits here too; ``seconds`` is None.
    """

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class Unsure(NotNow):
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

    Raises Limited (of which Unsent is one), Unsure, Gone or Refused. It repeats nothing by itself.
    """

    async def send(self, reference: Reference, activity: dict[str, Any]) -> str:
        """Send a new activity; its id, empty for what does not stay (typing)."""
        ...

    async def token(self) -> str:
        """The bot's token for Teams' own services; empty for a bot without an app id. Raises Unsent."""
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
