"""How fast each channel is posted to."""

import asyncio
from dataclasses import dataclass, field

from aiolimiter import AsyncLimiter

from core.chat.thread_ref import ChannelRef

BURST, PER_SECONDS = 3, 3
"""Slack takes about one message a second for each channel, and short bursts."""


@dataclass(slots=True)
class _Pace:
    """``until``: when Slack takes posts again, by the loop's clock."""

    limiter: AsyncLimiter = field(default_factory=lambda: AsyncLimiter(BURST, PER_SECONDS))
    until: float = 0.0

    def rests(self) -> bool:
        """Whether it is as good as new."""
        return self.until <= _now() and self.limiter.has_capacity(BURST)


class ChannelPaces:
    """Whoever wants to post takes a turn; a pause is one for all posts to the channel."""

    def __init__(self) -> None:
        self._paces: dict[ChannelRef, _Pace] = {}

    def __len__(self) -> int:
        """The channels that are known now."""
        return len(self._paces)

    async def turn(self, channel: ChannelRef) -> None:
        """Wait until a message may be posted."""
        pace = self._of(channel)
        await asyncio.sleep(max(0.0, pace.until - _now()))
        await pace.limiter.acquire()
        if pace.until > _now():  # somebody was limited while this one waited
            await self.turn(channel)

    def pause(self, channel: ChannelRef, seconds: float) -> None:
        """Let nobody post for so long."""
        pace = self._of(channel)
        pace.until = max(pace.until, _now() + seconds)

    def _of(self, channel: ChannelRef) -> _Pace:
        """The pace of a channel; those of channels that are quiet are forgotten."""
        quiet = [each for each, pace in self._paces.items() if each != channel and pace.rests()]
        for each in quiet:
            del self._paces[each]
        return self._paces.setdefault(channel, _Pace())


def _now() -> float:
    return asyncio.get_running_loop().time()
