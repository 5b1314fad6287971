"""How fast Teams is spoken to: a pace for each conversation, and waiting when it says so."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from aiolimiter import AsyncLimiter

from adapters.teams.transport import Limited

Result = TypeVar("Result")

BUDGETS = ((2, 1.0), (20, 20.0), (300, 720.0))
"""Calls at once, and the seconds in which as many more may follow.

Teams takes 7 in a second, 8 in two, 60 in thirty and 1,800 in an hour for each conversation
(learn.microsoft.com, "Rate limiting for bots"). A bucket lets twice its number through in the worst stretch
of its time, so that each of these is half of that.
"""

READING = ((4, 1.0), (40, 20.0), (600, 720.0))
"""For asking who is in a conversation, of which Teams takes twice as much, and which it counts apart."""

ATTEMPTS = 6
LONGEST_SECONDS = 30.0


class Pace:
    """One conversation's, or a service's with ``budgets`` of its own.

    A call that was limited had no effect and is made again. ``shared`` are budgets that others use too.
    """

    def __init__(
        self, budgets: Sequence[tuple[int, float]] | None = None, shared: Sequence[AsyncLimiter] = ()
    ) -> None:
        own = [AsyncLimiter(calls, seconds) for calls, seconds in budgets or BUDGETS]
        self._budgets = [*own, *shared]  # the shared ones last: nobody holds a place there while it waits
        self._until = 0.0

    async def call(self, call: Callable[[], Awaitable[Result]]) -> Result:
        """Make a call as soon as the budgets allow; raises Limited if Teams goes on refusing."""
        for attempt in range(ATTEMPTS):
            await self._turn()
            try:
                return await call()
            except Limited as limited:
                if attempt == ATTEMPTS - 1:
                    raise
                self._pause(limited.seconds, attempt)
        raise AssertionError("the last attempt returns or raises")

    async def _turn(self) -> None:
        await asyncio.sleep(max(0.0, self._until - asyncio.get_running_loop().time()))
        for budget in self._budgets:
            await budget.acquire()

    def _pause(self, seconds: float | None, attempt: int) -> None:
        """Nothing goes to this conversation for a while: as long as Teams says, else longer each time."""
        spread = random.uniform(0.5, 1.0)  # waiting bots must not come back together
        pause = min(LONGEST_SECONDS, spread * 2**attempt) if seconds is None else seconds
        self._until = max(self._until, asyncio.get_running_loop().time() + pause)
