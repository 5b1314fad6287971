"""Where Teams keeps files: content is fetched from there and put there, without the bot's token.

A link holds a token of its own, which is good for whoever has it.
"""

from dataclasses import dataclass

from adapters.teams.address import Address

SUFFIXES = (".sharepoint.com", ".svc.ms")
"""OneDrive and SharePoint of companies, and the host of their media."""


@dataclass(frozen=True, slots=True)
class FileHosts:
    """``loopback``: this machine counts too, for a bot without an app id only."""

    suffixes: tuple[str, ...] = SUFFIXES
    loopback: bool = False

    def allow(self, url: str) -> bool:
        """Whether a file may be fetched from there, or put there."""
        address = Address.parse(url)
        if address is None:
            return False
        if address.loopback:
            return self.loopback
        return address.public and address.host.endswith(self.suffixes)
