"""Changing posts in place within a platform's budgets: the newest state of each post wins."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
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
"""Where a platform takes no changes and does not say for how long; each time twice as long."""

LONGEST_PAUSE_SECONDS = 60.0

Paint = Callable[[], Awaitable[None]]


class NotNow(Exception):  # noqa: N818 - it says what is so
    """The platform cannot be reached, or takes nothing now. ``seconds`` is for how long, if it said so."""

    def __init__(self, seconds: float | None = None) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Limited(NotNow):
    """The platform wants the bot to wait; nothing was done."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A change that is asked for, and whether no other state of the post follows."""

    paint: Paint
    final: bool


@dataclass(frozen=True, slots=True)
class _Limit:
    """Until when a channel takes no changes, by the loop's clock, and how long the next pause is."""

    until: float
    pause: float


class Repaints:
    """A painter. Whoever asks for a change does not wait for it.

    ``least_seconds`` are between two changes of one post, or of all those that have the same ``together``;
    ``budget`` is that of all changes.
    """

    def __init__(
        self,
        least_seconds: float,
        budget: AsyncLimiter | None = None,
        together: Callable[[MessageRef], Hashable] = lambda ref: ref,
    ) -> None:
        self._least_seconds = least_seconds
        self._budget = budget
        self._together = together
        self._waiting: dict[MessageRef, _Asked] = {}
        self._painted: dict[Hashable, float] = {}
        self._limited: dict[ChannelRef, _Limit] = {}
        self._taken: set[MessageRef] = set()
        self._brush = asyncio.Lock()
        self._asked = asyncio.Event()
        self._painter: asyncio.Task[None] | None = None

    def ask(self, ref: MessageRef, paint: Paint, *, final: bool = False) -> None:
        """Have a post changed soon; an older state of it that still waits is dropped.

        A ``final`` state, which no other one follows, comes before those that do not last.
        """
        if ref in self._taken:
            return
        self._waiting[ref] = _Asked(paint, final)
        self._asked.set()
        if self._painter is None or self._painter.done():
            self._painter = asyncio.create_task(self._paint_all(), name="repaints")

    @asynccontextmanager
    async def taken(self, ref: MessageRef) -> AsyncIterator[None]:
        """Meanwhile something else is put in the place of a post, and it is not painted.

        What waits for it is dropped, what is under way comes to its end first.
        """
        self._taken.add(ref)
        self._waiting.pop(ref, None)
        try:
            async with self._brush:
                self._waiting.pop(ref, None)
                yield
        finally:
            self._taken.discard(ref)

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
            ref = self._next()
            if self._due(ref) > _now():
                await self._until(self._due(ref))
                continue
            if self._budget is not None:
                await self._budget.acquire()
            async with self._brush:
                asked = self._waiting.pop(ref, None)
                if asked is not None:
                    await self._paint(ref, asked)

    def _next(self) -> MessageRef:
        """The post that is to be changed next: of those that may be now, one whose state is final."""
        now = _now()
        return min(self._waiting, key=lambda ref: (max(now, self._due(ref)), not self._waiting[ref].final))

    def _due(self, ref: MessageRef) -> float:
        """When a post may be changed next."""
        least = self._painted.get(self._together(ref), float("-inf")) + self._least_seconds
        limit = self._limited.get(ref.thread.channel)
        return least if limit is None else max(least, limit.until)

    async def _until(self, due: float) -> None:
        """Wait, unless another change is asked for: it may be due sooner."""
        self._asked.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout_at(due):
                await self._asked.wait()

    async def _paint(self, ref: MessageRef, asked: "_Asked") -> None:
        """One change; a failed one is no reason to fail the work, the next one shows everything.

        Where nothing is taken now, this one waits with the others of its channel; a newer one wins.
        """
        limit = self._limited.pop(ref.thread.channel, None)
        try:
            await asked.paint()
        except NotNow as error:
            pause = limit.pause if limit is not None else PAUSE_SECONDS
            longer = min(LONGEST_PAUSE_SECONDS, 2 * pause)
            self._limited[ref.thread.channel] = _Limit(_now() + (error.seconds or pause), longer)
            if ref not in self._taken:
                self._waiting.setdefault(ref, asked)
        except Exception:
            logger.warning("post_not_repainted", post=ref.id, exc_info=True)
        now = _now()
        self._painted = {each: at for each, at in self._painted.items() if at > now - self._least_seconds}
        self._painted[self._together(ref)] = now


def _now() -> float:
    return asyncio.get_running_loop().time()
