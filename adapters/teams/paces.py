"""The paces of all conversations; those of one tenant share what it takes."""

from aiolimiter import AsyncLimiter

from adapters.teams.pace import READING, Pace
from core.chat.thread_ref import ChannelRef, ThreadRef

TENANT = (3, 0.1)
"""Calls at once in all conversations of a tenant, and the seconds in which as many more may follow.

Teams takes 50 in a second from an app in a tenant (learn.microsoft.com, "Rate limiting for bots").
"""


class Paces:
    """One pace a conversation, known as long as the process."""

    def __init__(self) -> None:
        self._paces: dict[str, Pace] = {}
        self._reading: dict[str, Pace] = {}
        self._tenants: dict[str, AsyncLimiter] = {}

    def of(self, place: ChannelRef | ThreadRef) -> Pace:
        """The pace of the conversation that a place is, or is in."""
        channel = place.channel if isinstance(place, ThreadRef) else place
        return self._paces.setdefault(str(channel), Pace(shared=[self._tenant(channel)]))

    def reading(self, channel: ChannelRef) -> Pace:
        """The pace at which a conversation or team is asked who is in it."""
        return self._reading.setdefault(str(channel), Pace(READING, shared=[self._tenant(channel)]))

    def _tenant(self, channel: ChannelRef) -> AsyncLimiter:
        return self._tenants.setdefault(channel.tenant, AsyncLimiter(*TENANT))
