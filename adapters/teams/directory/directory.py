"""What Teams vouches for about people and channels, as profiles."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import structlog
from pydantic import ValidationError

from adapters.teams.arrivals.reference import Reference
from adapters.teams.conversations import NOT_THERE, Conversations
from adapters.teams.directory.members import Members, TooMany
from adapters.teams.directory.team_rosters import TeamRosters
from adapters.teams.graph.graph_error import GraphError
from adapters.teams.graph.team_owners import TeamOwners
from adapters.teams.transport import Gone, Limited, Refused, Unsure
from core.chat.inbound import Actor
from core.chat.profile import ChannelProfile, PersonProfile
from core.chat.thread_ref import ChannelRef
from core.errors import PlaceGone, UserFacingError
from core.logged_errors import kind_of

logger = structlog.get_logger()

SECONDS = 30.0
"""How long somebody's message may wait for this."""

OWNERS = ";owners"
"""Stands behind a team's id for those who own it. No id of Teams' ends so, and a policy can be written so."""

_KINDS: dict[str, ChannelProfile] = {
    "personal": ChannelProfile(kind="direct", guests=True),
    "group": ChannelProfile(kind="group", guests=True),
    "channel": ChannelProfile(kind="channel", guests=True),
}
"""What is known of a conversation before anybody was looked for in it: there may be guests."""


class TeamsDirectory:
    """Asks the Bot Connector; raises UserFacingError where it does not answer.

    ``opens`` says whether anything may be done in channels of a kind that no line of the policy names: only
    there it is worth looking who is in them.
    """

    def __init__(
        self,
        members: Members,
        conversations: Conversations,
        owners: TeamOwners | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.opens: Callable[[ChannelProfile], bool] = lambda _: True
        self._members = members
        self._conversations = conversations
        self._owners = owners
        self._rosters = TeamRosters(members, conversations, clock)

    async def person(self, person: Actor, channel: ChannelRef) -> PersonProfile:
        """Somebody, as a conversation that they are in shows them.

        Of a guest nothing else is asked or told, because nothing else counts.
        """
        reference = await asyncio.to_thread(self._conversations.of, channel)
        async with _asked("who you are"):
            member = await self._members.one(reference, person.id)
            if member is None or member.guest:
                return PersonProfile(guest=True)
            groups = [
                group for team in await self._rosters.of(person) for group in await self._in(team, person)
            ]
        names = (person.model_copy(update={"id": group}) for group in groups)
        return PersonProfile(email=member.email, groups=frozenset(map(str, names)))

    async def channel(self, channel: ChannelRef) -> ChannelProfile:
        """A channel. Where nobody was looked for there may be guests."""
        reference = await asyncio.to_thread(self._conversations.of, channel)
        profile = _KINDS[reference.scope].model_copy(update={"shared": reference.shared})
        if not self._worth_looking(profile):
            return profile
        async with _asked("who is in this conversation"):
            return await self._looked_at(profile, reference)

    async def _looked_at(self, profile: ChannelProfile, reference: Reference) -> ChannelProfile:
        try:
            people = await self._members.all(reference)
        except TooMany:
            logger.warning("guests_not_counted", channel=reference.conversation)
            return profile
        external = any(each.external for each in people)
        guests = not people or any(each.limited for each in people)
        return profile.model_copy(update={"shared": external, "guests": guests})

    async def _in(self, team: Reference, person: Actor) -> list[str]:
        """What somebody is in by being in a team."""
        owned = self._owners is not None and person.id in await self._owners.of(team)
        return [team.team, f"{team.team}{OWNERS}"] if owned else [team.team]

    def _worth_looking(self, profile: ChannelProfile) -> bool:
        """Whether it makes a difference; in what other organisations may take part in it makes none."""
        found = ({"guests": guests, "shared": shared} for guests in (False, True) for shared in (False, True))
        return not profile.shared and any(self.opens(profile.model_copy(update=each)) for each in found)


@asynccontextmanager
async def _asked(what: str) -> AsyncIterator[None]:
    """Say in a sentence that Teams did not tell."""
    try:
        async with asyncio.timeout(SECONDS):
            yield
    except Gone as error:
        raise PlaceGone(NOT_THERE) from error
    except (Unsure, Limited, Refused, GraphError, ValidationError, TimeoutError) as error:
        logger.warning("teams_did_not_tell", what=what, reason=kind_of(error))
        raise UserFacingError(f"Teams did not tell me {what}; try again in a minute.") from error
