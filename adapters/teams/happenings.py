"""What happens to messages, to the app and its conversations: done, or left alone, on purpose."""

import asyncio
from collections.abc import Callable

import structlog

from adapters.teams.arrivals.arrival import Event
from adapters.teams.arrivals.changes import Deleted, Edited, Restored
from adapters.teams.arrivals.lifecycle import ChannelChange, Installed, Members, Removed, TeamChange
from adapters.teams.arrivals.message import Message
from adapters.teams.conversations import Conversations
from adapters.teams.welcome import Welcome

logger = structlog.get_logger()

ASKED_BEFORE = "what was asked first is being answered, or was"
NOT_ASKED = "it does not name the bot"
STAYS_ASKED = "what was asked is answered; Cancel stops it"
NOBODYS_MATTER = "who comes and goes is no matter of the bot's, and a greeting each time would be noise"
STILL_THERE = "the bot can be spoken to there as before"


class Happenings:
    """``asked_before`` says whether an act came in, or waits at the door; it blocks."""

    def __init__(
        self, conversations: Conversations, welcome: Welcome, asked_before: Callable[[str], bool]
    ) -> None:
        self._conversations = conversations
        self._welcome = welcome
        self._asked_before = asked_before

    async def asked_late(self, came: Edited | Restored) -> Message | None:
        """The message, if it is only now for the bot; else it stays as it came in, and so does its run."""
        message = came.message
        known = message.addressed and await asyncio.to_thread(self._asked_before, message.inbound.act)
        if message.addressed and not known:
            return message
        _left_alone(came, ASKED_BEFORE if known else NOT_ASKED)
        return None

    async def take(self, came: Event | Deleted) -> None:
        """Note what changes where the bot can speak."""
        match came:
            case Installed():
                await self._installed(came)
            case Removed():
                await self._removed(came)
            case ChannelChange():
                await self._channel(came)
            case TeamChange(kind="deleted"):
                await asyncio.to_thread(self._conversations.forget_team, came.tenant, came.team)
                logger.info("team_gone", team=came.team)
            case TeamChange():
                _left_alone(came, STILL_THERE)
            case Members():
                _left_alone(came, NOBODYS_MATTER)
            case Deleted():
                _left_alone(came, STAYS_ASKED)

    async def _installed(self, came: Installed) -> None:
        """Where it was spoken to before it is no newcomer, whatever Teams calls the event."""
        known = await asyncio.to_thread(self._conversations.has, came.channel)
        await asyncio.to_thread(self._conversations.remember, came.channel, came.reference)
        logger.info("app_installed", channel=str(came.channel), upgrade=came.upgrade)
        if not (came.upgrade or known):
            await self._welcome.begin(came)

    async def _removed(self, came: Removed) -> None:
        """Where a newer version takes its place the bot stays; its coming may be told first."""
        if came.upgrade:
            return
        await asyncio.to_thread(self._conversations.forget, came.channel)
        if came.team:
            await asyncio.to_thread(self._conversations.forget_team, came.channel.tenant, came.team)
        await self._welcome.forget(came)
        logger.info("app_removed", channel=str(came.channel))

    async def _channel(self, came: ChannelChange) -> None:
        if came.kind == "deleted":
            await asyncio.to_thread(self._conversations.forget, came.channel)
            logger.info("channel_gone", channel=str(came.channel))
        elif came.kind == "renamed":
            await asyncio.to_thread(self._conversations.rename, came.channel, came.name)
        elif came.kind == "shared":
            await asyncio.to_thread(self._conversations.share, came.channel)
        else:
            _left_alone(came, STILL_THERE)


def _left_alone(came: object, reason: str) -> None:
    logger.debug("activity_left_alone", what=type(came).__name__, reason=reason)
