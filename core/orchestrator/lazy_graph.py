"""The orchestrator, built when the first message needs it: LangGraph takes two seconds to import."""

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING

from core.orchestrator.checkpoints import Checkpoints
from core.orchestrator.services import Services

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


class LazyGraph:
    """Builds the graph on its checkpoints once, and closes them with the service."""

    def __init__(self, services: Services, checkpoints: Checkpoints) -> None:
        self._services = services
        self._checkpoints = checkpoints
        self._lock = asyncio.Lock()
        self._graph: CompiledGraph | None = None

    async def get(self) -> "CompiledGraph":
        """The graph."""
        async with self._lock:
            if self._graph is None:
                await asyncio.to_thread(import_module, "core.orchestrator.graph")  # the loop stays awake
                from core.orchestrator.graph import build_orchestrator

                self._graph = build_orchestrator(self._services, await self._checkpoints.open())
            return self._graph

    async def workflow_of(self, run_id: str) -> tuple[str, str]:
        """The workflow and its version that were chosen for a run which is not forgotten yet.

        Empty where none was, and where this process has not needed the graph.
        """
        if self._graph is None:
            return "", ""
        state = await self._graph.aget_state({"configurable": {"thread_id": run_id}})
        return str(state.values.get("selected_workflow") or ""), str(
            state.values.get("workflow_version") or ""
        )

    async def settle(self) -> None:
        """End what a cancelled step may have left half done."""
        await self._checkpoints.settle()

    async def forget(self, run_id: str) -> None:
        """Delete a run's checkpoints."""
        await self._checkpoints.forget(run_id)

    async def close(self) -> None:
        """Close the checkpoints."""
        await self._checkpoints.close()
