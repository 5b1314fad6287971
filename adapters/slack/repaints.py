"""Changing posts in place within Slack's budgets: the newest state of each post wins."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from aiolimiter import AsyncLimiter

from core.chat.surface import MessageRef

logger = structlog.get_logger()

PER_MINUTE = 45
"""chat.update is Tier 3, 50 and more a minute for a workspace; a little stays free for buttons and forms."""

LEAST_SECONDS = 1.2
"""Between two changes of one post: people cannot read faster, and Slack slows down who tries."""

Paint = Callable[[], Awaitable[None]]


class Repaints:
    """One workspace's painter. Whoever asks for a change does not wait for it."""

    def __init__(self) -> None:
        self._waiting: dict[MessageRef, Paint] = {}
        self._budget = AsyncLimiter(PER_MINUTE, 60)
        self._painted: dict[MessageRef, float] = {}
        self._painter: asyncio.Task[None] | None = None

    def ask(self, ref: MessageRef, paint: Paint) -> None:
        """Have a post changed soon; an older state of it that still waits is dropped."""
        self._waiting[ref] = paint
        if self._painter is None or self._painter.done():
            self._painter = asyncio.create_task(self._paint_all(), name="repaints")

    async def settle(self) -> None:
        """Wait until every change that was asked for is made."""
        while self._painter is not None and not self._painter.done():
            await asyncio.wait([self._painter])

    async def _paint_all(self) -> None:
        """The posts in turn, each as soon as its time and the budget allow."""
        while self._waiting:
            ref = min(self._waiting, key=lambda each: self._painted.get(each, 0.0))
            await self._wait_for(ref)
            await self._budget.acquire()
            await self._paint(ref, self._waiting.pop(ref))

    async def _wait_for(self, ref: MessageRef) -> None:
        now = asyncio.get_running_loop().time()
        await asyncio.sleep(max(0.0, self._painted.get(ref, 0.0) + LEAST_SECONDS - now))

    async def _paint(self, ref: MessageRef, paint: Paint) -> None:
        """One change; a failed one is no reason to fail the work, the next one shows everything."""
        try:
            await paint()
        except Exception:
            logger.warning("post_not_repainted", post=ref.id, exc_info=True)
        now = asyncio.get_running_loop().time()
        self._painted = {each: at for each, at in self._painted.items() if at > now - LEAST_SECONDS}
        self._painted[ref] = now
