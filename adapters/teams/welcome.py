"""A card where the bot was added: what it can do there, and what to say first."""

import asyncio
from typing import Protocol

from adapters.teams.arrivals.lifecycle import Installed, Removed
from adapters.teams.conversations import Conversations
from adapters.teams.telling import Telling
from adapters.teams.welcome_records import Due, WelcomeRecords
from core.chat.card import Card
from core.chat.errands import Errands
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef

AT_ONCE = 4
"""An admin may add the bot for thousands of people in one moment; what is asked of it comes first."""

CALLED = "@DataOps "
"""How it is spoken to where others are."""


class Greeting(Protocol):
    """Writes the card. Blocking."""

    def card(self, person: Actor | None, channel: ChannelRef, called: str) -> Card:
        """For who added the bot, in a place where what is for it begins with ``called``."""
        ...


class Welcome:
    """Said once: Teams tells of an installation twice, and a newer version of the app is none."""

    def __init__(
        self,
        records: WelcomeRecords,
        greeting: Greeting,
        telling: Telling,
        conversations: Conversations,
        errands: Errands,
    ) -> None:
        self._records = records
        self._greeting = greeting
        self._telling = telling
        self._conversations = conversations
        self._errands = errands
        self._few = asyncio.Semaphore(AT_ONCE)

    async def begin(self, came: Installed) -> None:
        """Write down that there is one to be said, and have it said after Teams has its answer."""
        due = await asyncio.to_thread(self._records.begin, _place(came), came.channel, came.actor)
        if due is not None:
            self._errands.begin(self._say(due))

    async def go_on(self) -> None:
        """Have said what an earlier process could not say any more."""
        for due in await asyncio.to_thread(self._records.due):
            self._errands.begin(self._say(due))

    async def forget(self, came: Removed) -> None:
        """The bot is gone from a place."""
        await asyncio.to_thread(self._records.forget, _place(came))

    async def _say(self, due: Due) -> None:
        async with self._few:
            alone = await asyncio.to_thread(self._alone, due.channel)
            called = "" if alone else CALLED
            card = await asyncio.to_thread(self._greeting.card, due.person, due.channel, called)
            await self._telling.tell(due.channel, f"welcome-{due.id}", card, personal=alone)
            await asyncio.to_thread(self._records.said, due)

    def _alone(self, channel: ChannelRef) -> bool:
        """Whether it is somebody's own chat with the bot."""
        return self._conversations.has(channel) and self._conversations.of(channel).scope == "personal"


def _place(came: Installed | Removed) -> str:
    """A team as a whole: in which of its channels it was added is not told the same way twice."""
    return f"{came.channel.tenant} {came.team}" if came.team else str(came.channel)
