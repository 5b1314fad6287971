"""How fast Teams is spoken to: a pace for each conversation, and waiting when it says so."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from aiolimiter import AsyncLimiter

from adapters.teams.transport import Limited

Result = TypeVar("Result")

BUDGETS = ((5, 4.0), (20, 20.0), (290, 720.0))
"""Calls at once, and the seconds in which as many more may follow.

Teams takes 7 in a second, 8 in two, 60 in thirty and 1,800 in an hour for each conversation
(learn.microsoft.com, "Rate limiting for bots"). In its worst stretch a bucket lets its number through, what
comes in after, and one call that had its place before: 7 in a second, 8 in two, 51 in thirty, 1,741 in an
hour.
"""

READING = ((10, 5.0), (40, 20.0), (580, 720.0))
"""For asking who is in a conversation, of which Teams takes twice as much, and which it counts apart."""

ATTEMPTS = 6
LONGEST_SECONDS = 30.0
LONGEST_TOLD_SECONDS = 120.0
"""Waited for at once where Teams itself says how long; after that it is asked again."""

SPARE = 4
"""Calls that have to be free before one that gives way to others takes one of them."""

LOOK_SECONDS = 0.25
"""How often such a call looks whether they are."""


class Pace:
    """One conversation's, or a service's with ``budgets`` of its own.

    A call that was limited had no effect and is made again. ``shared`` are budgets that others use too.
    """

    def __init__(
        self, budgets: Sequence[tuple[int, float]] | None = None, shared: Sequence[AsyncLimiter] = ()
    ) -> None:
        self._own = [AsyncLimiter(calls, seconds) for calls, seconds in budgets or BUDGETS]
        self._shared = shared
        self._line = asyncio.Lock()
        self._until = 0.0
        self._waiting = 0

    async def call(self, call: Callable[[], Awaitable[Result]], *, gives_way: bool = False) -> Result:
        """Make a call as soon as the budgets allow; raises Limited if Teams goes on refusing.

        One that ``gives_way`` leaves room for others: nobody waits for it.
        """
        for attempt in range(ATTEMPTS):
            await self._turn(SPARE if gives_way else 1)
            try:
                return await call()
            except Limited as limited:
                self._pause(limited.seconds, attempt)
                if attempt == ATTEMPTS - 1:
                    raise
        raise AssertionError("the last attempt returns or raises")

    async def call_if_free(self, call: Callable[[], Awaitable[object]]) -> None:
        """Make a call that is worth nothing later: not while it would have to wait, and not again."""
        if self._until > _now() or self._line.locked() or not self._free(SPARE):
            return
        await self._turn(1)
        try:
            await call()
        except Limited as limited:
            self._pause(limited.seconds, 0)

    def rests(self) -> bool:
        """Whether it is as good as new: nobody waits, and all that was taken has come back."""
        full = all(budget.has_capacity(budget.max_rate) for budget in self._own)
        return full and not self._waiting and self._until <= _now()

    async def _turn(self, room: int) -> None:
        """Wait until there is room for so many calls, and take that of one.

        Calls stand in one line: what waits for the shared budgets must not be made all together then.
        """
        taken = False
        self._waiting += 1
        try:
            while not taken:
                await asyncio.sleep(self._wait(room))
                async with self._line:
                    taken = self._wait(room) <= 0 and await self._take()
        finally:
            self._waiting -= 1

    async def _take(self) -> bool:
        """Take a place in each budget; false if Teams limited somebody meanwhile."""
        for budget in (*self._own, *self._shared):  # nobody holds a place in a shared one while it waits
            await budget.acquire()
        return self._until <= _now()

    def _wait(self, room: int) -> float:
        """For how many seconds at least; what needs no more than its own place queues in the budgets."""
        limited = self._until - _now()
        return limited if limited > 0 or room == 1 or self._free(room) else LOOK_SECONDS

    def _free(self, room: int) -> bool:
        return all(budget.has_capacity(min(room, budget.max_rate)) for budget in self._own)

    def _pause(self, seconds: float | None, attempt: int) -> None:
        """Nothing goes to this conversation for a while: as long as Teams says, else longer each time."""
        spread = random.uniform(0.5, 1.0)  # waiting bots must not come back together
        pause = min(LONGEST_SECONDS, spread * 2**attempt)
        if seconds is not None:
            pause = min(LONGEST_TOLD_SECONDS, seconds) * (1 + spread / 4)
        self._until = max(self._until, _now() + pause)


def _now() -> float:
    return asyncio.get_running_loop().time()
