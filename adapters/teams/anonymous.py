"""A bot without an app id, for trying things out on one machine: it cannot tell who speaks to it."""

from collections.abc import Mapping
from typing import Any

from adapters.teams.arrivals.arrival import CHANNEL
from adapters.teams.service_hosts import ServiceHosts
from adapters.teams.verification import Claims, UnverifiedError


class Anonymous:
    """Takes requests without a token, as long as the answer stays on this machine.

    Whoever opens it sees to it that the server can be reached from this machine only.
    """

    _hosts = ServiceHosts(hosts=(), loopback=True)

    async def authenticate(self, authorization: str | None) -> Mapping[str, Any]:
        """Nothing is claimed."""
        del authorization  # nothing could be told from it
        return {}

    def admit(self, values: Mapping[str, Any], activity: Mapping[str, Any]) -> Claims:
        """Raises UnverifiedError for what is to be answered elsewhere."""
        service_url = activity.get("serviceUrl")
        if activity.get("channelId") != CHANNEL or not isinstance(service_url, str):
            raise UnverifiedError("no activity of Teams")
        if not self._hosts.allow(service_url):
            raise UnverifiedError("a foreign service address")
        return Claims("", service_url, values)
