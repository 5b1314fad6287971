"""Getting to know who speaks, and where, as far as rights hang on it."""

import asyncio

import structlog

from core.access.authorizer import PolicyAuthorizer
from core.access.directory import Directory
from core.chat.inbound import Inbound
from core.chat.surface import Door
from core.errors import PlaceGone, UserFacingError

logger = structlog.get_logger()

NOT_ASKED = "I could not look up who may do what here just now; try again in a minute."


class Introduction:
    """Asks the platform where the policy reads groups, domains or kinds of channels, and not too often."""

    def __init__(self, directory: Directory, authorizer: PolicyAuthorizer) -> None:
        self._directory = directory
        self._authorizer = authorizer

    async def introduce(self, inbound: Inbound, door: Door) -> None:
        """Learn what is not known, or not known well enough any more.

        A platform that gives no answer is taken at its last word of the last day; raises UserFacingError
        where there is none and all depends on it.
        """
        await self._person(inbound, door)
        await self._channel(inbound, door)

    async def _person(self, inbound: Inbound, door: Door) -> None:
        person = str(inbound.actor)
        if not self._authorizer.policy.reads_people or not self._directory.asks_for_person(person):
            return
        try:
            profile = await door.person_profile(inbound.actor, inbound.channel)
        except UserFacingError as error:
            self._do_without(error, known=self._authorizer.names(person))
        else:
            await asyncio.to_thread(self._directory.learn_person, person, profile)

    async def _channel(self, inbound: Inbound, door: Door) -> None:
        channel, policy = str(inbound.channel), self._authorizer.policy
        named = channel in policy.channels
        if named or not policy.reads_channels or not self._directory.asks_for_channel(channel):
            return
        try:
            profile = await door.channel_profile(inbound.channel)
        except UserFacingError as error:
            self._do_without(error, known=self._authorizer.binding_of(channel) is not None)
        else:
            await asyncio.to_thread(self._directory.learn_channel, channel, profile)

    @staticmethod
    def _do_without(error: UserFacingError, *, known: bool) -> None:
        """Go on with what is known already; where the bot was never let in, that is what to do about it."""
        logger.warning("not_introduced", reason=str(error))
        if not known:
            raise error if isinstance(error, PlaceGone) else UserFacingError(NOT_ASKED)
