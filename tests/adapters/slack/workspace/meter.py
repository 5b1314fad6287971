"""Counts calls against Slack's rate limits."""

from collections import defaultdict, deque
from dataclasses import dataclass

from tests.clock import Clock

MINUTE = 60.0


@dataclass(frozen=True)
class Limit:
    """So many calls in so many seconds, for a workspace or for each channel of it."""

    calls: int
    seconds: float = MINUTE
    per_channel: bool = False


TIER_1 = Limit(1)
TIER_2 = Limit(20)
TIER_3 = Limit(50)
TIER_4 = Limit(100)
POSTING = Limit(1, 1.0, per_channel=True)
"""The tiers, and what holds for posting: https://docs.slack.dev/apis/web-api/rate-limits.

Slack forgives short bursts of posts; this does not."""


@dataclass(frozen=True)
class Violation:
    """A call that was one too many: ``count`` calls within the limit's seconds."""

    method: str
    channel: str | None
    at: float
    count: int
    limit: Limit


class Meter:
    """Counts by method and, where the limit is for a channel, by channel; records what went over."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._calls: defaultdict[tuple[str, str, str | None], deque[float]] = defaultdict(deque)
        self.violations: list[Violation] = []

    def count(self, team: str, method: str, channel: str | None, limit: Limit) -> None:
        """Note one call, made now."""
        now = self._clock()
        calls = self._calls[team, method, channel if limit.per_channel else None]
        calls.append(now)
        while calls[0] <= now - limit.seconds:
            calls.popleft()
        if len(calls) > limit.calls:
            self.violations.append(Violation(method, channel, now, len(calls), limit))
