"""One card that shows what is going on: repainted, not repeated."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import structlog

from core.chat.card import Actions, Card, Step, Steps
from core.chat.posting import Ledger, post_once
from core.chat.surface import MessageRef, Surface

logger = structlog.get_logger()

TICK_SECONDS = 5.0
"""Repaint at least this often while work goes on: the time runs, and people see that it does."""

NAME = "progress"
"""The progress card's name among a run's posts."""


@dataclass(slots=True)
class _Work:
    """A step under way or over; times are monotonic seconds."""

    title: str
    began: float
    ended: float | None = None
    state: Literal["running", "done", "failed"] = "running"
    detail: str = ""

    def shown(self, now: float) -> Step:
        return Step(
            title=self.title,
            state=self.state,
            seconds=round((now if self.ended is None else self.ended) - self.began, 1),
            detail=self.detail,
        )


class Progress:
    """The progress card of a run. Changes are painted at the surface's pace; the newest wins."""

    def __init__(
        self,
        surface: Surface,
        ref: MessageRef,
        controls: Sequence[Actions] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.ref = ref
        self._controls = tuple(controls)
        self._surface = surface
        self._clock = clock
        self._began = clock()
        self._work: dict[str, _Work] = {}
        self._changed = asyncio.Event()
        self._painter = asyncio.create_task(self._paint_changes(), name="progress")

    @classmethod
    async def start(cls, surface: Surface, ledger: Ledger, controls: Sequence[Actions] = ()) -> "Progress":
        """Post the card: this is the sign of life. ``controls`` stand on it while there is work to stop."""
        return cls(surface, await post_once(surface, ledger, NAME, working_card(controls)), controls)

    def step(
        self, step_id: str, title: str, state: Literal["running", "done", "failed"], detail: str = ""
    ) -> None:
        """A step began, changed or ended."""
        work = self._work.setdefault(step_id, _Work(title, self._clock()))
        work.state = state
        work.detail = detail or work.detail
        work.ended = None if state == "running" else self._clock()
        self._changed.set()

    async def close(self, title: str, *, over: bool = True, unfold: Actions | None = None) -> None:
        """Stop painting and leave the final state standing; without controls if the work is over.

        With ``unfold``, a door may fold the steps away behind that button.
        """
        await self.stop()
        if over:
            self._controls = ()
            self._end_steps()
        await self._paint(self._card(title, unfold))

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps so far."""
        return tuple(work.shown(self._clock()) for work in self._work.values())

    def _end_steps(self) -> None:
        """Nothing runs any more: what did not come to its end was stopped."""
        for work in self._work.values():
            if work.state == "running":
                work.state, work.ended = "failed", self._clock()
                work.detail = work.detail or "stopped"

    async def stop(self) -> None:
        """Stop painting; the card stays as it is."""
        self._painter.cancel()
        await asyncio.wait([self._painter])

    async def _paint_changes(self) -> None:
        """Paint, then leave the surface alone for its interval."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(TICK_SECONDS):
                    await self._changed.wait()
            self._changed.clear()
            await self._paint(self._card("Working on it").model_copy(update={"activity": self._activity()}))
            await asyncio.sleep(self._surface.capabilities.update_interval)

    async def _paint(self, card: Card) -> None:
        """One repaint; a failed one is no reason to fail the work, the next one shows everything."""
        try:
            await self._surface.repaint(self.ref, card)
        except Exception:
            logger.warning("progress_not_painted", exc_info=True)

    def _activity(self) -> str:
        """The step that began last among those under way."""
        return next((work.title for work in reversed(self._work.values()) if work.state == "running"), "")

    def _card(self, title: str, unfold: Actions | None = None) -> Card:
        """The steps so far and the time in all."""
        steps, seconds = Steps(items=self.steps, unfold=unfold), self._clock() - self._began
        return Card(kind="progress", title=title, blocks=(steps, *self._controls), footer=f"{seconds:.1f} s")


def working_card(controls: Sequence[Actions] = ()) -> Card:
    """The first sign of life."""
    return Card(kind="progress", title="Working on it", blocks=tuple(controls), activity="")


def queued_card(ahead: int, controls: Sequence[Actions] = ()) -> Card:
    """The sign of life of a run that has to wait."""
    return Card(kind="progress", title=f"Queued ({ahead})", blocks=tuple(controls))
