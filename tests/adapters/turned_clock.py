"""A clock that a test turns, for work on sockets and in threads: minutes pass and nobody waits for them."""

import asyncio
import time
from collections.abc import AsyncIterator
from concurrent.futures import Executor
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

from core.runs import engine
from core.runs.run_store import RunStore

QUIET_TURNS = 3
MOST_TURNS = 60
"""What hangs on purpose is not waited for."""


class TurnedClock:
    """The running loop's time, and that of the run store's leases and pauses."""

    def __init__(self) -> None:
        self._loop: Any = asyncio.get_running_loop()
        self._real, self._run = self._loop.time, self._loop.run_in_executor
        self._ahead = 0.0
        self._under_way = 0

    def loop_time(self) -> float:
        return float(self._real()) + self._ahead

    def epoch(self) -> float:
        return time.time() + self._ahead

    async def turn(self, seconds: float) -> None:
        """Let so much time pass; whatever is due on the way happens in its order."""
        end = self.loop_time() + seconds
        while (left := end - self.loop_time()) > 0:
            await self._be_quiet()
            due = min(
                (each.when() for each in self._loop._scheduled if not each.cancelled()),  # noqa: SLF001 - asyncio has no other way to ask
                default=end,
            )
            self._ahead += max(0.0, min(left, due - self.loop_time()))

    async def _be_quiet(self) -> None:
        """Wait until what is under way, on the wire or in threads, has come as far as it comes by itself."""
        quiet = 0
        for _ in range(MOST_TURNS):
            await asyncio.sleep(0.0005)
            quiet = 0 if self._under_way else quiet + 1
            if quiet == QUIET_TURNS:
                return

    def run_in_executor(self, executor: Executor | None, call: Any, *args: Any) -> "asyncio.Future[Any]":
        """As the loop does, counted."""
        future: asyncio.Future[Any] = self._run(executor, call, *args)
        self._under_way += 1
        future.add_done_callback(self._over)
        return future

    def _over(self, _: "asyncio.Future[Any]") -> None:
        self._under_way -= 1


@asynccontextmanager
async def turned_clock() -> AsyncIterator[TurnedClock]:
    """From now on time passes as the test turns the clock, beside its own small steps."""
    clock, loop = TurnedClock(), asyncio.get_running_loop()
    with (
        patch.object(loop, "time", clock.loop_time),
        patch.object(loop, "run_in_executor", clock.run_in_executor),
        patch.object(engine, "POLL_SECONDS", 1.0),
        patch.object(RunStore.__init__, "__defaults__", (clock.epoch,)),
    ):
        yield clock
