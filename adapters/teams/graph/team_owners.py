"""Who owns a team: the Bot Connector does not tell, Graph does where the right for it is granted."""

import time
from collections.abc import Callable

import structlog

from adapters.teams.arrivals.reference import Reference
from adapters.teams.graph.client import GraphClient, path
from adapters.teams.graph.graph_error import GraphError
from adapters.teams.graph.rights import OWNERS
from adapters.teams.graph.shapes import Owners
from adapters.teams.graph.team_groups import TeamGroups

logger = structlog.get_logger()

FRESH_SECONDS = 60
"""As long as one list of the team's people serves."""

MOST = 999
"""Owners in one answer; Teams lets a team have a hundred."""

_NOT_THERE = (403, 404)


class TeamOwners:
    """Without the right nobody is known as an owner until the service is started anew."""

    def __init__(
        self, client: GraphClient, groups: TeamGroups, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._groups = groups
        self._clock = clock
        self._denied = False
        self._known: dict[str, tuple[float, frozenset[str]]] = {}

    async def of(self, team: Reference) -> frozenset[str]:
        """The object ids of a team's owners; raises GraphError."""
        known = self._known.get(team.team)
        if known is None or self._clock() - known[0] >= FRESH_SECONDS:
            known = self._clock(), await self._read(team)
            self._known[team.team] = known
        return known[1]

    async def _read(self, team: Reference) -> frozenset[str]:
        if self._denied:
            return frozenset()
        try:
            group = await self._groups.of(team)
        except GraphError as error:
            return _nobody(error)
        try:
            asked = f"{path('groups', group, 'owners')}?$select=id&$top={MOST}"
            found = await self._client.get(asked, Owners, right=OWNERS)
        except GraphError as error:
            self._denied = error.denied  # the client's line in the log says which right it takes
            return _nobody(error)
        return found.ids


def _nobody(error: GraphError) -> frozenset[str]:
    """A team that is not there, or not to be asked about, is owned by nobody; raises any other error."""
    if error.status not in _NOT_THERE and not error.denied:
        raise error
    return frozenset()
