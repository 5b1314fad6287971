"""A card where the bot was added: what it can do there, and what to say first."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from adapters.teams.arrivals.lifecycle import Installed, Removed
from adapters.teams.conversations import Conversations
from adapters.teams.telling import Telling
from adapters.teams.welcome_records import Due, WelcomeRecords
from core.chat.card import Card
from core.chat.errands import Errands
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef
from core.errors import UserFacingError

logger = structlog.get_logger()

AT_ONCE = 4
"""An admin may add the bot for thousands of people in one moment; what is asked of it comes first."""

CALLED = "@DataOps "
"""How it is spoken to where others are."""


Introduce = Callable[[Actor, ChannelRef], Awaitable[None]]
"""Has the policy know who somebody is, and where they are; raises UserFacingError."""


class Greeting(Protocol):
    """Writes the card. Blocking."""

    def card(self, person: Actor | None, channel: ChannelRef, called: str) -> Card:
        """For who added the bot, in a place where what is for it begins with ``called``."""
        ...


class Welcome:
    """Said once: Teams tells of an installation twice, and a newer version of the app is none."""

    def __init__(  # noqa: PLR0913, PLR0917 - who speaks, of what, and by what means
        self,
        records: WelcomeRecords,
        greeting: Greeting,
        introduce: Introduce,
        telling: Telling,
        conversations: Conversations,
        errands: Errands,
    ) -> None:
        self._records = records
        self._greeting = greeting
        self._introduce = introduce
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
            await self._meet(due)
            alone = await asyncio.to_thread(self._alone, due.channel)
            called = "" if alone else CALLED
            card = await asyncio.to_thread(self._greeting.card, due.person, due.channel, called)
            await self._telling.tell(due.channel, f"welcome-{due.id}", card, personal=alone)
            await asyncio.to_thread(self._records.said, due)

    async def _meet(self, due: Due) -> None:
        """What is open to people may hang on what Teams knows of them and of the place."""
        if due.person is None:
            return
        try:
            await self._introduce(due.person, due.channel)
        except UserFacingError as error:
            logger.info("welcome_without_introduction", reason=str(error))

    def _alone(self, channel: ChannelRef) -> bool:
        """Whether it is somebody's own chat with the bot."""
        return self._conversations.has(channel) and self._conversations.of(channel).scope == "personal"


def _place(came: Installed | Removed) -> str:
    """A team as a whole: in which of its channels it was added is not told the same way twice."""
    return f"{came.channel.tenant} {came.team}" if came.team else str(came.channel)
