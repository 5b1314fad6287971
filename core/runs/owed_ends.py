"""Ends of runs that their threads could not be told of at the time."""

import asyncio
from collections.abc import Callable
from typing import Protocol

import structlog

from core.errors import PlaceGone
from core.runs.run import Outcome, Run
from core.runs.run_store import RunStore

logger = structlog.get_logger()

LOOK_SECONDS = 60.0

OWED_SECONDS = 300.0
"""Between two attempts, and before the first one: whoever ended the run is telling it meanwhile."""


class Ending(Protocol):
    """What tells a thread how its run ended."""

    async def end(self, outcome: Outcome) -> None:
        """Say it, and put its card to rest."""
        ...


class OwedEnds:
    """Tells them as soon as the platform is there again, also after a restart."""

    def __init__(self, store: RunStore, exchange: Callable[[Run], Ending]) -> None:
        self._store = store
        self._exchange = exchange

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.tell()
            except Exception as error:  # noqa: BLE001 - the next look may go well
                await asyncio.to_thread(logger.error, "owed_ends_not_found", exc_info=error)
            await asyncio.sleep(LOOK_SECONDS)

    async def tell(self) -> None:
        """Tell what is owed now."""
        for run in await asyncio.to_thread(self._store.owed, OWED_SECONDS):
            if run.kept is not None:
                await self._tell(run, run.kept)

    async def _tell(self, run: Run, outcome: Outcome) -> None:
        try:
            await self._exchange(run).end(outcome)
        except PlaceGone:
            logger.info("owed_end_has_no_place", run_id=run.run_id)
        except Exception as error:  # noqa: BLE001 - it is tried again
            logger.info("owed_end_not_told", run_id=run.run_id, reason=type(error).__name__)
            return
        await asyncio.to_thread(self._store.told, run.run_id)
