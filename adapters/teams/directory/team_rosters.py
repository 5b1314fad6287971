"""Which of the teams that the bot is in people are in."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable

import structlog

from adapters.teams.arrivals.reference import Reference
from adapters.teams.conversations import Conversations
from adapters.teams.directory.members import Members, TooMany
from adapters.teams.transport import Gone, Refused
from core.chat.inbound import Actor

logger = structlog.get_logger()

FRESH_SECONDS = 60
"""One list serves all who speak within a minute. A longer memory would have rights outlive a team longer."""


class TeamRosters:
    """The ids of a team's people come in a few calls; raises what the calls raise."""

    def __init__(
        self, members: Members, conversations: Conversations, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._members = members
        self._conversations = conversations
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[float, frozenset[str] | None]] = {}
        self._asking: defaultdict[tuple[str, str], asyncio.Lock] = defaultdict(asyncio.Lock)

    async def of(self, person: Actor) -> list[Reference]:
        """The teams that somebody is in."""
        teams = await asyncio.to_thread(self._conversations.teams, person.tenant)
        return [team for team in teams if await self._has(team, person.id)]

    async def _has(self, team: Reference, person: str) -> bool:
        """Whether somebody is in a team; in one that is too large to be read, they are looked for alone."""
        people = await self._people(team)
        if people is not None:
            return person in people
        return await self._members.one(team, person) is not None

    async def _people(self, team: Reference) -> frozenset[str] | None:
        """The ids of a team's people; None where those are too many."""
        key = (team.tenant, team.team)
        async with self._asking[key]:
            known = self._known.get(key)
            if known is None or self._clock() - known[0] >= FRESH_SECONDS:
                known = self._clock(), await self._read(team)
                self._known[key] = known
        return known[1]

    async def _read(self, team: Reference) -> frozenset[str] | None:
        """Read a team anew. One that shows nobody to the bot is nobody's team, and keeps nobody out."""
        try:
            people = await self._members.all(team)
        except TooMany:
            return None
        except (Gone, Refused) as error:
            logger.warning("team_not_read", team=team.team, reason=str(error))
            return frozenset()
        return frozenset().union(*(each.ids for each in people))
