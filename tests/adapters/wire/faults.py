"""Faults on demand: what the next calls of a method meet instead of, or after, their effect."""

import asyncio
from dataclasses import dataclass, field
from types import TracebackType
from typing import Literal, Self

When = Literal["before", "after"]
"""A fault strikes before the call had its effect, or after it: then the effect stands and nobody was told."""

Body = Literal["page", "text", "empty", "broken"]
"""What comes with a 5xx: a page, a line of a proxy's, JSON that is empty, JSON that ends too early."""


@dataclass
class Fault:
    """``times`` is how many calls it still strikes; None means every one until it is healed."""

    method: str
    channel: str | None
    times: int | None
    status: int = 200
    error: str = ""
    retry_after: int | None = None
    reset: When | None = None
    body: Body = "page"

    @property
    def name(self) -> str:
        """How the log calls it."""
        return f"reset {self.reset}" if self.reset else self.error or str(self.status)


@dataclass
class Hold:
    """Answers that wait until a test lets them go. Leaving the ``with`` block releases them too."""

    method: str
    channel: str | None
    when: When
    waiting: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def arrived(self, count: int = 1) -> None:
        """Wait until so many calls are being held."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.waiting >= count)

    async def wait(self) -> None:
        """Hold one call."""
        async with self._changed:
            self.waiting += 1
            self._changed.notify_all()
        await self.released.wait()

    def release(self) -> None:
        self.released.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


class Faults:
    """The faults and holds that are set."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._holds: list[Hold] = []

    def fail(
        self,
        method: str,
        *,
        times: int | None = 1,
        status: int = 200,
        error: str = "",
        retry_after: int | None = None,
        channel: str | None = None,
        reset: When | None = None,
        body: Body = "page",
    ) -> Fault:
        """Make the next calls of a method fail: by status, by ``ok: false`` with an error, or by a reset.

        ``429`` answers ``ratelimited`` with ``Retry-After``; a 5xx answers a page, or another ``body`` that
        says nothing.
        """
        fault = Fault(method, channel, times, status, error, retry_after, reset, body)
        self._faults.append(fault)
        return fault

    def hold(self, method: str, *, channel: str | None = None, when: When = "before") -> Hold:
        """Hold every call of a method from now on, before or after its effect."""
        hold = Hold(method, channel, when)
        self._holds.append(hold)
        return hold

    def heal(self) -> None:
        """Take every fault away and let every held call go."""
        self._faults.clear()
        for hold in self._holds:
            hold.release()

    def take(self, method: str, channel: str | None) -> Fault | None:
        """The fault that strikes this call, counted."""
        for fault in self._faults:
            if fault.method == method and fault.channel in (None, channel) and fault.times != 0:
                fault.times = None if fault.times is None else fault.times - 1
                return fault
        return None

    async def pause(self, method: str, channel: str | None, when: When) -> None:
        """Wait where a hold says so."""
        for hold in list(self._holds):
            if hold.method == method and hold.channel in (None, channel) and hold.when == when:
                await hold.wait()
