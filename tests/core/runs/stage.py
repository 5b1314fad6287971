"""Exchanges as tests play them, and an engine that works through them."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import pytest

from core.contracts import WorkflowResponse
from core.errors import PlaceGone
from core.runs.engine import Limits, RunEngine
from core.runs.run import Outcome, Run, RunState
from core.runs.run_store import Lease
from tests.core.runs.runs import Runs, number_question

Work = Callable[[Run], Coroutine[Any, Any, Outcome]]


@dataclass
class Stage:
    """Plays the exchanges: how each run works, and a log of what happened."""

    work: Work
    log: list[str] = field(default_factory=list)
    gone: bool = False
    """Whether nothing can be posted in the threads any more."""
    connected: bool = True
    """Whether the threads can be reached now."""

    def exchange(self, run: Run) -> "Played":
        return Played(self, run)


@dataclass
class Played:
    stage: Stage
    run: Run

    async def queue(self, ahead: int) -> None:
        self.stage.log.append(f"queued {self.run.inbound.text} ({ahead})")

    async def work(self) -> Outcome:
        self.stage.log.append(f"start {self.run.inbound.text}")
        return await self.stage.work(self.run)

    async def end(self, outcome: Outcome) -> None:
        if self.stage.gone:
            raise PlaceGone("I am not there any more.")
        said = outcome.response.result if outcome.response else ""
        self.stage.log.append(f"end {self.run.inbound.text} {outcome.state}: {said}")

    async def forget(self) -> None:
        self.stage.log.append(f"forget {self.run.inbound.text}")


async def answers(run: Run) -> Outcome:
    return Outcome(RunState.ANSWERED, WorkflowResponse(success=True, result="ok", metadata={}))


def engine_of(runs: Runs, stage: Stage, limits: Limits | None = None, owner: str = "me") -> RunEngine:
    runs.clock.now = 1000.0
    return RunEngine(runs.store, stage.exchange, Lease(owner, 10.0), limits or Limits(10, 60.0))


async def asks(run: Run) -> Outcome:
    return Outcome(RunState.WAITING, question=number_question(run))


def state(runs: Runs, run_id: str) -> RunState:
    run = runs.store.get(run_id)
    assert run is not None
    return run.state


async def eventually(true: Callable[[], bool]) -> None:
    """Wait until something is so; the event loop turns meanwhile."""
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


async def stop(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
