"""How often one workspace's streams may begin, grow and end."""

import asyncio

from aiolimiter import AsyncLimiter

from core.chat.surface import NotStreamed

BEGUN, BEGUN_SECONDS = 5, 20
"""chat.startStream is Tier 2, 20 a minute: five at once, and one more every four seconds."""

ENDED, ENDED_SECONDS = 10, 60
"""chat.stopStream is Tier 2 as well; what has begun has to end, many of them perhaps together."""

GROWN, GROWN_SECONDS = 25, 20
"""chat.appendStream is Tier 4, 100 a minute."""

LEAST_SECONDS = 1.0
"""Between two calls about one message: Slack's general limit, and as fast as anybody reads."""


class StreamPace:
    """The budgets of a workspace, and whether Slack refused to stream there at all."""

    def __init__(self) -> None:
        self._begun = AsyncLimiter(BEGUN, BEGUN_SECONDS)
        self._ended = AsyncLimiter(ENDED, ENDED_SECONDS)
        self._grown = AsyncLimiter(GROWN, GROWN_SECONDS)
        self._last: dict[str, float] = {}
        self.refused = ""

    def admit(self) -> None:
        """Raise NotStreamed where a further stream would have to wait: its answer is sooner posted whole."""
        if self.refused:
            raise NotStreamed(self.refused)
        if not self._begun.has_capacity():
            raise NotStreamed("too many streams begin at once")

    async def begin(self) -> None:
        """Wait until a message may be begun."""
        await self._begun.acquire()

    async def grow(self, ts: str) -> None:
        """Wait until a message may grow."""
        await self._wait_for(ts)
        await self._grown.acquire()

    async def end(self, ts: str) -> None:
        """Wait until a message may be ended."""
        await self._wait_for(ts)
        await self._ended.acquire()

    def called(self, ts: str) -> None:
        """A message was begun or has grown."""
        self._last[ts] = asyncio.get_running_loop().time()

    def over(self, ts: str) -> None:
        """A message was ended or taken away."""
        self._last.pop(ts, None)

    async def _wait_for(self, ts: str) -> None:
        now = asyncio.get_running_loop().time()
        await asyncio.sleep(max(0.0, self._last.get(ts, float("-inf")) + LEAST_SECONDS - now))
