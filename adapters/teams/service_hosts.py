"""Which of Teams' services may be sent to: they get the bot's token.

An activity says where to answer (``serviceUrl``). The token that comes with it names the same address, but
stored references and files do not come with one; what is sent anywhere is checked against this list. It is
Microsoft's own, by cloud, and names whole hosts: anybody can register ``evil.trafficmanager.net``.
(learn.microsoft.com/microsoftteams/platform/teams-sdk, "Service URL Validation")
"""

from dataclasses import dataclass

from adapters.teams.address import Address

PUBLIC = (
    "smba.trafficmanager.net",
    "smba.onyx.prod.teams.trafficmanager.net",
    "smba.infra.gcc.teams.microsoft.com",
)


@dataclass(frozen=True, slots=True)
class ServiceHosts:
    """``hosts`` are whole names. ``loopback``: this machine counts too, for a bot without an app id only."""

    hosts: tuple[str, ...] = PUBLIC
    loopback: bool = False

    def allow(self, url: str) -> bool:
        """Whether the bot may send there."""
        address = Address.parse(url)
        if address is None:
            return False
        if address.loopback:
            return self.loopback
        return address.public and address.host in self.hosts
