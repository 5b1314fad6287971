"""Which group in Entra a team is: Graph knows it by that id only, and messages have Teams' own."""

from collections.abc import Awaitable, Callable
from urllib.parse import quote

from adapters.teams.arrivals.reference import Reference
from adapters.teams.graph.client import CALL_SECONDS
from adapters.teams.graph.graph_error import GraphError
from adapters.teams.graph.request import request
from adapters.teams.graph.shapes import TeamDetails
from adapters.teams.service_hosts import ServiceHosts
from adapters.teams.transport import Limited


class TeamGroups:
    """Asks the Bot Connector, which any bot of the team may do; once a process, as it never changes."""

    def __init__(self, token: Callable[[], Awaitable[str]], hosts: ServiceHosts) -> None:
        """``token`` is the bot's for the Connector, ``hosts`` are the Connector's."""
        self._token = token
        self._hosts = hosts
        self._known: dict[str, str] = {}

    async def of(self, reference: Reference) -> str:
        """The group of the team that a channel belongs to; raises GraphError."""
        if not reference.team or not self._hosts.allow(reference.service_url):
            raise GraphError(0, "no team")
        if reference.team not in self._known:
            self._known[reference.team] = await self._ask(reference)
        return self._known[reference.team]

    async def _ask(self, reference: Reference) -> str:
        address = f"{reference.service_url.rstrip('/')}/v3/teams/{quote(reference.team, safe='')}"
        headers = {"Authorization": f"Bearer {await self._token()}"}
        try:
            answer = await request("GET", address, headers, b"", CALL_SECONDS)
        except Limited as error:
            raise GraphError(429, "limited") from error
        return answer.read(TeamDetails).aad_group_id
