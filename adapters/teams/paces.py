"""The paces of all conversations; those of one tenant share what it takes."""

from collections.abc import Sequence

from aiolimiter import AsyncLimiter

from adapters.teams.pace import READING, Pace
from core.chat.thread_ref import ChannelRef, ThreadRef

TENANT = (3, 0.1)
"""Calls at once in all conversations of a tenant, and the seconds in which as many more may follow.

Teams takes 50 in a second from an app in a tenant (learn.microsoft.com, "Rate limiting for bots").
"""


class Paces:
    """One pace a conversation; those of conversations that are quiet are forgotten."""

    def __init__(self) -> None:
        self._paces: dict[ChannelRef, Pace] = {}
        self._reading: dict[ChannelRef, Pace] = {}
        self._tenants: dict[str, AsyncLimiter] = {}

    def __len__(self) -> int:
        """The paces that are known now."""
        return len(self._paces) + len(self._reading)

    def of(self, place: ChannelRef | ThreadRef) -> Pace:
        """The pace of the conversation that a place is, or is in."""
        return self._of(place.channel if isinstance(place, ThreadRef) else place, self._paces)

    def reading(self, channel: ChannelRef) -> Pace:
        """The pace at which a conversation or team is asked who is in it."""
        return self._of(channel, self._reading, READING)

    def _of(
        self,
        channel: ChannelRef,
        known: dict[ChannelRef, Pace],
        budgets: Sequence[tuple[int, float]] | None = None,
    ) -> Pace:
        if channel not in known:
            for quiet in [each for each, pace in known.items() if pace.rests()]:
                del known[quiet]
            known[channel] = Pace(budgets, shared=[self._tenant(channel)])
        return known[channel]

    def _tenant(self, channel: ChannelRef) -> AsyncLimiter:
        if channel.tenant not in self._tenants:
            self._tenants[channel.tenant] = AsyncLimiter(*TENANT)
        return self._tenants[channel.tenant]
