"""Checkpoints in the SQLite file of the runs."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

Over = Callable[[Sequence[str]], list[str]]
"""Which of some runs (their ids) have ended. Blocking."""


class SQLiteCheckpoints:
    """LangGraph's SQLite saver on a file."""

    def __init__(self, path: Path, over: Over) -> None:
        self._path = path
        self._over = over
        self._resources = AsyncExitStack()
        self._saver: AsyncSqliteSaver | None = None

    async def open(self) -> "AsyncSqliteSaver":
        """The saver."""
        await asyncio.to_thread(import_module, "langgraph.checkpoint.sqlite.aio")  # the loop stays awake
        from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

        saver = await self._resources.enter_async_context(AsyncSqliteSaver.from_conn_string(str(self._path)))
        # A checkpoint lost in a power cut costs a repeated step, no message: NORMAL is enough here.
        await saver.conn.execute("PRAGMA synchronous=NORMAL")
        await saver.conn.execute("PRAGMA busy_timeout=10000")
        await saver.conn.execute("PRAGMA secure_delete=ON")
        await self._sweep(saver)
        self._saver = saver
        return saver

    async def _sweep(self, saver: "AsyncSqliteSaver") -> None:
        """Delete what runs that are over left behind when their process died."""
        await saver.setup()
        async with saver.conn.execute("SELECT DISTINCT thread_id FROM checkpoints") as cursor:
            kept = [row[0] for row in await cursor.fetchall()]
        for run_id in await asyncio.to_thread(self._over, kept):
            await saver.adelete_thread(run_id)

    async def settle(self) -> None:
        """Close the transaction that a cancelled step may leave open; it would lock other writers out."""
        if self._saver is not None:
            async with self._saver.lock:
                await self._saver.conn.commit()

    async def forget(self, run_id: str) -> None:
        """Delete a run's checkpoints."""
        if self._saver is not None:
            await self._saver.adelete_thread(run_id)

    async def close(self) -> None:
        """Close the file."""
        await self._resources.aclose()
