"""The orchestrator, built when the first message needs it: LangGraph takes two seconds to import."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from core.orchestrator.services import Services

if TYPE_CHECKING:
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

    from core.base_workflow import CompiledGraph


class LazyGraph:
    """Builds the graph on the SQLite checkpointer once, and closes it with the service.

    ``over`` says which of some runs have ended.
    """

    def __init__(
        self, services: Services, checkpoints: Path, over: Callable[[Sequence[str]], list[str]]
    ) -> None:
        self._services = services
        self._over = over
        self._checkpoints = checkpoints
        self._lock = asyncio.Lock()
        self._resources = AsyncExitStack()
        self._graph: CompiledGraph | None = None
        self._saver: AsyncSqliteSaver | None = None

    async def get(self) -> "CompiledGraph":
        """The graph."""
        async with self._lock:
            if self._graph is None:
                await asyncio.to_thread(_import)
                from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver

                from core.orchestrator.graph import build_orchestrator

                saver = await self._resources.enter_async_context(
                    AsyncSqliteSaver.from_conn_string(str(self._checkpoints))
                )
                # A checkpoint lost in a power cut costs a repeated step, no message: NORMAL is enough here.
                await saver.conn.execute("PRAGMA synchronous=NORMAL")
                await saver.conn.execute("PRAGMA busy_timeout=10000")
                await self._sweep(saver)
                self._saver = saver
                self._graph = build_orchestrator(self._services, saver)
            return self._graph

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
        """Close the checkpointer."""
        await self._resources.aclose()


def _import() -> None:
    """Import in a thread, so that the loop stays awake."""
    import_module("langgraph.checkpoint.sqlite.aio")
    import_module("core.orchestrator.graph")
