"""Identifiers as Teams makes them: opaque, unique, and the same in every run of a test."""

from base64 import urlsafe_b64encode
from collections import Counter
from hashlib import sha512
from uuid import NAMESPACE_OID, uuid5

from tests.clock import Clock


class Identifiers:
    """Gives out ids; those of messages are milliseconds, as in Teams, and grow also while the clock
    stands."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._given: Counter[str] = Counter()
        self._last = 0

    def guid(self, kind: str) -> str:
        """A GUID, as tenants, objects of Entra and files have."""
        self._given[kind] += 1
        return str(uuid5(NAMESPACE_OID, f"{kind}-{self._given[kind]}"))

    def event(self) -> str:
        """The id of an activity that is no message: ``f:<guid>``."""
        return f"f:{self.guid('event')}"

    def message(self) -> str:
        self._last = max(int(self._clock() * 1000), self._last + 1)
        return str(self._last)

    def opaque(self, prefix: str) -> str:
        """An id without a meaning, such as ``29:1…`` of a person and ``a:1…`` of a personal chat."""
        self._given[prefix] += 1
        digest = sha512(f"{prefix}{self._given[prefix]}".encode()).digest()
        return f"{prefix}1{urlsafe_b64encode(digest).decode().rstrip('=')}"
