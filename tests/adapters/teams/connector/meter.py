"""Counts calls against the rates of Teams."""

import math
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Literal

from tests.adapters.teams.connector.connector_error import ConnectorError
from tests.clock import Clock

Scenario = Literal["send", "create", "members", "all"]


@dataclass(frozen=True)
class Limit:
    """So many calls in so many seconds."""

    calls: int
    seconds: float


_SENDING = (Limit(7, 1), Limit(8, 2), Limit(60, 30), Limit(1800, 3600))
_READING = (Limit(14, 1), Limit(16, 2), Limit(120, 30), Limit(3600, 3600))

LIMITS: dict[Scenario, tuple[Limit, ...]] = {
    "send": _SENDING,
    "create": _SENDING,
    "members": _READING,
    "all": (Limit(50, 1),),
}
"""https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit: for one bot in one
conversation, where the threads of a channel count together; ``all`` is for an app in a tenant. The page names
sends only; updates, deletions and typing count as sends here."""


class Meter:
    """Refuses the call that is one too many. Refused calls do not count."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: defaultdict[tuple[Scenario, str], deque[float]] = defaultdict(deque)
        self.refused = 0

    def count(self, scenario: Scenario, place: str) -> None:
        """Note a call about a conversation or tenant; 429 with the seconds to wait where it is too many."""
        now = self._clock()
        calls = self._calls[scenario, place]
        while calls and calls[0] <= now - 3600:
            calls.popleft()
        waits = [wait for limit in LIMITS[scenario] if (wait := _wait(calls, limit, now)) > 0]
        if waits:
            self.refused += 1
            headers = {"Retry-After": str(math.ceil(max(waits)))}
            raise ConnectorError(429, "Throttled", "Too many requests.", headers)
        calls.append(now)


def _wait(calls: deque[float], limit: Limit, now: float) -> float:
    """Seconds until one more call fits under a limit; 0 where it does now."""
    if len(calls) < limit.calls:
        return 0.0
    return max(0.0, calls[-limit.calls] + limit.seconds - now)
