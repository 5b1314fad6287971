"""Getting to know who speaks, and where, as far as rights hang on it."""

import asyncio

import structlog

from core.access.authorizer import PolicyAuthorizer
from core.access.directory import Directory
from core.chat.inbound import Actor, Inbound
from core.chat.surface import Door
from core.chat.thread_ref import ChannelRef
from core.errors import PlaceGone, UserFacingError

logger = structlog.get_logger()

NOT_ASKED = "I could not look up who may do what here just now; try again in a minute."


class Introduction:
    """Asks the platform where the policy reads groups, domains or kinds of channels, and not too often."""

    def __init__(self, directory: Directory, authorizer: PolicyAuthorizer) -> None:
        self._directory = directory
        self._authorizer = authorizer

    async def introduce(self, inbound: Inbound, door: Door) -> None:
        """Learn what is not known of who speaks where, or not known well enough any more.

        A platform that gives no answer is taken at its last word of the last day; raises UserFacingError
        where there is none and all depends on it.
        """
        await self.meet(inbound.actor, inbound.channel, door)

    async def meet(self, actor: Actor, place: ChannelRef, door: Door) -> None:
        """The same of somebody who has not spoken yet."""
        await self._person(actor, place, door)
        await self._channel(place, door)

    async def _person(self, actor: Actor, place: ChannelRef, door: Door) -> None:
        person = str(actor)
        if not self._authorizer.policy.reads_people or not self._directory.asks_for_person(person):
            return
        try:
            profile = await door.person_profile(actor, place)
        except UserFacingError as error:
            self._do_without(error, known=self._authorizer.names(person))
        else:
            await asyncio.to_thread(self._directory.learn_person, person, profile)

    async def _channel(self, place: ChannelRef, door: Door) -> None:
        channel, policy = str(place), self._authorizer.policy
        named = channel in policy.channels
        if named or not policy.reads_channels or not self._directory.asks_for_channel(channel):
            return
        try:
            profile = await door.channel_profile(place)
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
