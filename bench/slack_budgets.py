"""Whether what was sent to the fake workspace stayed within Slack's limits, as the fake counted."""

from collections import defaultdict
from collections.abc import Iterable

from adapters.slack.channel_paces import BURST, PER_SECONDS
from tests.adapters.slack.workspace import Workspace

TRAVEL = 1.0
"""Posts by which a burst may look larger where it arrives and is counted: some calls travel longer."""


def check_budgets(slack: Workspace) -> None:
    """Raise ValueError for a call that was one too many.

    Slack forgives short bursts of posts in a channel, the fake does not: those are measured by the burst that
    the door allows itself.
    """
    over = [each for each in slack.violations if not each.limit.per_channel]
    if over:
        raise ValueError(f"{len(over)} calls were too many, the first of them {over[0]}")
    fullest = fullest_burst(slack)
    if fullest > BURST + TRAVEL:
        raise ValueError(f"{fullest:.1f} messages at once were too many for a channel")


def fullest_burst(slack: Workspace) -> float:
    """The most messages that came faster than one a second in a channel."""
    channels: defaultdict[str | None, list[float]] = defaultdict(list)
    for call in slack.calls("chat.postMessage"):
        channels[call.channel].append(call.at)
    return max(_fullest(times) for times in channels.values())


def busiest_minute(times: Iterable[float]) -> int:
    """The most calls in any 60 seconds."""
    ordered, first, most = sorted(times), 0, 0
    for last, at in enumerate(ordered):
        while ordered[first] <= at - 60.0:
            first += 1
        most = max(most, last - first + 1)
    return most


def _fullest(times: list[float]) -> float:
    """The highest level of a bucket that leaks at the door's pace."""
    level = fullest = 0.0
    for before, at in zip([times[0], *times], times, strict=False):
        level = max(0.0, level - (at - before) * BURST / PER_SECONDS) + 1
        fullest = max(fullest, level)
    return fullest
