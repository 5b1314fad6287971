"""Runs that wait: who is told so, and what disturbs nobody."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from core.runs.engine import Limits, RunEngine
from core.runs.run import Outcome, Run, RunState
from core.runs.run_store import Lease
from tests.core.runs.runs import OTHER_THREAD, THREAD, Runs
from tests.core.runs.stage import Played, Stage, answers, engine_of, eventually, state, stop


def comes_as_the_waiting_are_told(runs: Runs, monkeypatch: pytest.MonkeyPatch, text: str) -> list[str]:
    """A message that comes after the engine looked for runs to start; its run, once it is there."""
    queued, came = runs.store.queued, list[str]()

    def queued_with_it(*args: Any) -> Any:
        if not came:
            came.append(runs.receive(text))
        return queued(*args)

    monkeypatch.setattr(runs.store, "queued", queued_with_it)
    return came


async def test_what_comes_between_two_looks_is_not_told_to_wait(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = Stage(answers)
    came = comes_as_the_waiting_are_told(runs, monkeypatch, "a")
    serving = asyncio.create_task(engine_of(runs, stage).serve())
    await eventually(lambda: "forget a" in stage.log)
    await stop(serving)
    assert state(runs, came[0]) is RunState.ANSWERED
    assert stage.log == ["start a", "end a answered: ok", "forget a"]


async def test_what_is_to_be_done_at_once_is_not_told_to_wait(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = asyncio.Event()

    async def wait_for_release(run: Run) -> Outcome:
        await release.wait()
        return await answers(run)

    stage = Stage(wait_for_release)
    runs.receive("long")
    comes_as_the_waiting_are_told(runs, monkeypatch, "/dataops cancel")
    serving = asyncio.create_task(engine_of(runs, stage, Limits(1, 60.0)).serve())
    await eventually(lambda: "start /dataops cancel" in stage.log)
    release.set()
    await stop(serving)
    assert not [line for line in stage.log if line.startswith("queued")]


async def test_what_is_to_be_done_at_once_needs_no_free_slot(runs: Runs) -> None:
    release = asyncio.Event()

    async def work(run: Run) -> Outcome:
        if run.inbound.text == "long":
            await release.wait()
        return await answers(run)

    stage = Stage(work)
    engine = engine_of(runs, stage, Limits(1, 60.0))
    long = runs.receive("long")
    serving = asyncio.create_task(engine.serve())
    await eventually(lambda: "start long" in stage.log)
    cancel = runs.receive("/dataops cancel")
    engine.wake()
    await eventually(lambda: "end /dataops cancel answered: ok" in stage.log)
    assert state(runs, long) is RunState.RUNNING
    release.set()
    await eventually(lambda: state(runs, long) is RunState.ANSWERED)
    assert state(runs, cancel) is RunState.ANSWERED
    await stop(serving)


async def test_cancelling_again_does_not_disturb_how_the_end_is_told(runs: Runs) -> None:
    telling, told = asyncio.Event(), asyncio.Event()

    async def hang(run: Run) -> Outcome:
        await asyncio.Event().wait()
        raise AssertionError

    class Slow(Played):
        async def end(self, outcome: Outcome) -> None:
            telling.set()
            await told.wait()
            await super().end(outcome)

    stage = Stage(hang)
    engine = RunEngine(runs.store, lambda run: Slow(stage, run), Lease("me", 10.0), Limits(10, 60.0))
    run_id = runs.receive("a")
    finishing = asyncio.create_task(engine.finish(run_id))
    await eventually(lambda: "start a" in stage.log)
    runs.store.cancel(run_id, "admin")
    engine.wake()
    await telling.wait()
    for _ in range(3):
        engine.wake()
        await asyncio.sleep(0.01)
    told.set()
    assert (await finishing).state is RunState.CANCELLED
    assert stage.log[-2:] == ["end a cancelled: Cancelled.", "forget a"]


async def test_a_heart_that_misses_a_beat_goes_on(runs: Runs) -> None:
    from core.runs.heart import Heart

    beats: list[int] = []

    async def beat() -> None:
        beats.append(1)
        if len(beats) == 1:
            raise OSError

    async with Heart(beat, 0.01):
        await eventually(lambda: len(beats) >= 3)


async def test_a_run_that_cannot_be_told_to_wait_does_not_stop_the_service(runs: Runs) -> None:
    gate = asyncio.Event()

    async def wait_for_gate(run: Run) -> Outcome:
        await gate.wait()
        return await answers(run)

    class Mute(Played):
        async def queue(self, ahead: int) -> None:
            raise ConnectionError(ahead)

    stage = Stage(wait_for_gate)
    engine = RunEngine(runs.store, lambda run: Mute(stage, run), Lease("me", 10.0), Limits(1, 60.0))
    ids = [runs.receive("one", THREAD), runs.receive("two", OTHER_THREAD)]
    serving = asyncio.create_task(engine.serve())
    await eventually(lambda: "start one" in stage.log)
    gate.set()
    await eventually(lambda: all(state(runs, run_id) is RunState.ANSWERED for run_id in ids))
    await stop(serving)


async def test_a_run_that_can_neither_be_ended_nor_released_is_said(runs: Runs) -> None:
    class Doomed(Played):
        async def end(self, outcome: Outcome) -> None:
            runs.database.close()  # nothing can be written any more
            raise OSError(28, str(outcome.state))

    stage = Stage(answers)
    engine = RunEngine(runs.store, lambda run: Doomed(stage, run), Lease("me", 10.0), Limits(10, 60.0))
    with pytest.raises(Exception, match="closed"):
        await engine.finish(runs.receive("a"))


@dataclass
class Muffled(Played):
    """An exchange whose thread takes messages slowly."""

    taken: asyncio.Event = field(default_factory=asyncio.Event)
    telling: asyncio.Event = field(default_factory=asyncio.Event)

    async def queue(self, ahead: int) -> None:
        self.telling.set()
        await self.taken.wait()
        await super().queue(ahead)


async def test_a_thread_that_takes_messages_slowly_holds_up_no_other(runs: Runs) -> None:
    stage, gate, never = Stage(answers), asyncio.Event(), asyncio.Event()

    async def first_waits(run: Run) -> Outcome:
        if run.inbound.text == "first":
            await gate.wait()
        return await answers(run)

    stage.work = first_waits
    runs.clock.now = 1000.0
    engine = RunEngine(
        runs.store, lambda run: Muffled(stage, run, never), Lease("me", 10.0), Limits(10, 60.0)
    )
    runs.receive("first")
    runs.receive("second")
    serving = asyncio.create_task(engine.serve())
    await eventually(lambda: "start first" in stage.log)
    other = runs.receive("other", OTHER_THREAD)
    await eventually(lambda: state(runs, other) is RunState.ANSWERED)
    gate.set()
    await stop(serving)


async def test_what_is_being_said_of_a_waiting_run_is_said_before_it_begins(runs: Runs) -> None:
    taken, telling = asyncio.Event(), asyncio.Event()

    async def wait_for_the_telling(run: Run) -> Outcome:
        await telling.wait()
        return await answers(run)

    stage = Stage(wait_for_the_telling)
    runs.clock.now = 1000.0
    engine = RunEngine(
        runs.store, lambda run: Muffled(stage, run, taken, telling), Lease("me", 10.0), Limits(10, 60.0)
    )
    first, second = runs.receive("first"), runs.receive("second")
    serving = asyncio.create_task(engine.serve())
    await eventually(lambda: state(runs, first) is RunState.ANSWERED)
    await eventually(lambda: state(runs, second) is RunState.RUNNING)
    assert "start second" not in stage.log
    taken.set()
    await eventually(lambda: state(runs, second) is RunState.ANSWERED)
    await stop(serving)
    assert [line for line in stage.log if "second" in line][:2] == ["queued second (1)", "start second"]
