"""Signs of life for runs that stand behind others."""

import asyncio
from collections.abc import Callable
from typing import Protocol

import structlog

from core.runs.run import Run
from core.runs.run_store import Lease, RunStore

logger = structlog.get_logger()


class Queueing(Protocol):
    """What tells a thread that its run waits."""

    async def queue(self, ahead: int) -> None:
        """Say behind how many others."""
        ...


class WaitingSigns:
    """Tells each waiting run once, side by side: a place that takes messages slowly holds up nobody else."""

    def __init__(self, store: RunStore, exchange: Callable[[Run], Queueing], lease: Lease) -> None:
        self._store = store
        self._exchange = exchange
        self._lease = lease
        self._tellings: dict[str, asyncio.Task[None]] = {}

    async def tell(self, *, anybodys: bool, full: bool) -> None:
        """Begin to tell those that were not told yet; ``anybodys``: also those that nobody holds.

        ``full``: no slot is free. While one is, what stands behind nothing has come in since the last look
        for runs to start; it is started at the next one.
        """
        told = list(self._tellings)
        for run, ahead in await asyncio.to_thread(self._store.queued, self._lease, anybodys, told):
            if ahead or full:
                telling = asyncio.create_task(self._tell(run, max(1, ahead)), name=f"waiting {run.run_id}")
                self._tellings[run.run_id] = telling

    async def over(self, run_id: str) -> None:
        """A run waits no more: what is being said of it is said first, so that it is not said beside."""
        telling = self._tellings.pop(run_id, None)
        if telling is not None:
            await asyncio.wait([telling])

    async def stop(self) -> None:
        """Say no more; what stands, stands."""
        for telling in self._tellings.values():
            telling.cancel()
        await asyncio.gather(*self._tellings.values(), return_exceptions=True)
        self._tellings.clear()

    async def _tell(self, run: Run, ahead: int) -> None:
        try:
            await self._exchange(run).queue(ahead)
        except Exception as error:  # noqa: BLE001 - the run itself is told of later
            await asyncio.to_thread(logger.error, "waiting_not_told", exc_info=error)
