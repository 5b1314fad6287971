"""Slack's identifiers: opaque, unique, and the same in every run of a test."""

from collections import Counter

from tests.clock import Clock


class Identifiers:
    """Gives out ids and message timestamps."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._given: Counter[str] = Counter()

    def next(self, prefix: str) -> str:
        """An id such as ``C0000000001``."""
        self._given[prefix] += 1
        return f"{prefix}{self._given[prefix]:010}"

    def secret(self, prefix: str) -> str:
        """A token, code or ticket such as ``xoxb-000001-fake``."""
        self._given[prefix] += 1
        return f"{prefix}-{self._given[prefix]:06}-fake"

    def ts(self) -> str:
        """A message timestamp: later ones sort after earlier ones, also while the clock stands."""
        self._given["ts"] += 1
        return f"{int(self._clock())}.{self._given['ts']:06}"
