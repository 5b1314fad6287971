"""Changing posts in place within a platform's budgets: the newest state of each post wins."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog
from aiolimiter import AsyncLimiter

from core.chat.surface import MessageRef

if TYPE_CHECKING:
    from core.chat.thread_ref import ChannelRef

logger = structlog.get_logger()

SETTLE_SECONDS = 5.0
"""How long changes may take when the process is told to stop; hundreds would take many minutes."""

PAUSE_SECONDS = 5.0
"""Where a platform limits changes and does not say for how long."""

Paint = Callable[[], Awaitable[None]]


class Limited(Exception):  # noqa: N818 - it says what happened
    """The platform wants the bot to wait; nothing was done. ``seconds`` is how long, if it said so."""

    def __init__(self, seconds: float | None = None) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Repaints:
    """A painter. Whoever asks for a change does not wait for it.

    ``least_seconds`` are between two changes of one post, ``budget`` is that of all of them together.
    """

    def __init__(self, least_seconds: float, budget: AsyncLimiter | None = None) -> None:
        self._least_seconds = least_seconds
        self._budget = budget
        self._waiting: dict[MessageRef, Paint] = {}
        self._painted: dict[MessageRef, float] = {}
        self._limited: dict[ChannelRef, float] = {}
        self._asked = asyncio.Event()
        self._painter: asyncio.Task[None] | None = None

    def ask(self, ref: MessageRef, paint: Paint) -> None:
        """Have a post changed soon; an older state of it that still waits is dropped."""
        self._waiting[ref] = paint
        self._asked.set()
        if self._painter is None or self._painter.done():
            self._painter = asyncio.create_task(self._paint_all(), name="repaints")

    async def settle(self) -> None:
        """Wait until every change that was asked for is made; what takes too long is given up."""
        if self._painter is None:
            return
        _, late = await asyncio.wait([self._painter], timeout=SETTLE_SECONDS)
        if late:
            logger.warning("posts_left_as_they_are", posts=len(self._waiting))
            self._waiting.clear()
            self._painter.cancel()
            await asyncio.wait([self._painter])

    async def _paint_all(self) -> None:
        """The posts in turn, each as soon as its time and the budget allow."""
        while self._waiting:
            ref = min(self._waiting, key=self._due)
            if self._due(ref) > _now():
                await self._until(self._due(ref))
                continue
            if self._budget is not None:
                await self._budget.acquire()
            await self._paint(ref, self._waiting.pop(ref))

    def _due(self, ref: MessageRef) -> float:
        """When a post may be changed next."""
        least = self._painted.get(ref, float("-inf")) + self._least_seconds
        return max(least, self._limited.get(ref.thread.channel, least))

    async def _until(self, due: float) -> None:
        """Wait, unless another change is asked for: it may be due sooner."""
        self._asked.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout_at(due):
                await self._asked.wait()

    async def _paint(self, ref: MessageRef, paint: Paint) -> None:
        """One change; a failed one is no reason to fail the work, the next one shows everything.

        Where changes are limited, this one waits with the others of its channel; a newer one wins.
        """
        try:
            await paint()
        except Limited as limited:
            self._waiting.setdefault(ref, paint)
            self._limited[ref.thread.channel] = _now() + (limited.seconds or PAUSE_SECONDS)
        except Exception:
            logger.warning("post_not_repainted", post=ref.id, exc_info=True)
        now = _now()
        self._painted = {each: at for each, at in self._painted.items() if at > now - self._least_seconds}
        self._limited = {each: until for each, until in self._limited.items() if until > now}
        self._painted[ref] = now


def _now() -> float:
    return asyncio.get_running_loop().time()
