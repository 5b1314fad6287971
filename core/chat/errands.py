"""What is done after a platform has its answer: kept until it is done, and waited for at the end."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

logger = structlog.get_logger()

SETTLE_SECONDS = 5.0
"""How long errands may take when the process is told to stop."""


class Errands:
    """Tasks that nobody waits for. One that fails is logged: nothing else depends on it."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, errand: Coroutine[Any, Any, None]) -> None:
        """Begin something and go on."""
        task = asyncio.create_task(_done(errand), name="errand")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settle(self) -> None:
        """Wait until everything is done; what takes too long is given up."""
        tasks = list(self._tasks)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=SETTLE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _done(errand: Coroutine[Any, Any, None]) -> None:
    try:
        await errand
    except Exception:
        logger.warning("errand_failed", exc_info=True)
