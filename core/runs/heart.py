"""A regular sign of life while a process holds runs."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import structlog

logger = structlog.get_logger()


class Heart:
    """Beats while it is open."""

    def __init__(self, beat: Callable[[], Awaitable[None]], interval: float) -> None:
        self._beat = beat
        self._interval = interval

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._run(), name="heartbeat")

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._interval)
            try:
                await self._beat()
            except Exception:  # noqa: BLE001 - whatever it is, the heart goes on
                # One beat may be missed (a locked file, say): the next one comes well before the lease ends.
                await asyncio.to_thread(logger.warning, "heartbeat_missed", exc_info=True)
