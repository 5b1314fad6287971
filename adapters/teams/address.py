"""Addresses that came from outside, and the hosts that they may name."""

from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Address:
    """An address without anything in it that could send a request elsewhere. ``host`` is in lower case."""

    scheme: str
    host: str
    port: int | None

    @classmethod
    def parse(cls, url: str) -> "Address | None":
        """None for what is no web address, names somebody (``https://good@evil``) or has odd characters."""
        if not url.isascii() or not url.isprintable() or set(url) & set(" \\"):
            return None
        try:
            parts = urlsplit(url)
            found = cls(parts.scheme, parts.hostname or "", parts.port)
        except ValueError:
            return None
        named = "@" in parts.netloc or not found.host or found.host.endswith(".")
        return None if named or found.scheme not in ("https", "http") else found

    @property
    def public(self) -> bool:
        """Whether it is encrypted and at the port that such servers have."""
        return self.scheme == "https" and self.port in (None, 443)

    @property
    def loopback(self) -> bool:
        """Whether it is on this machine."""
        return self.host in LOOPBACK
