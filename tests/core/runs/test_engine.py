import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import pytest

from core.contracts import WorkflowResponse
from core.errors import PlaceGone, UserFacingError
from core.runs.engine import Limits, RunEngine
from core.runs.run import Outcome, Run, RunState
from core.runs.run_store import Lease
from tests.core.runs.runs import OTHER_THREAD, THREAD, Runs, number_question
from tests.house import inbound

Work = Callable[[Run], Coroutine[Any, Any, Outcome]]


@dataclass
class Stage:
    """Plays the exchanges: how each run works, and a log of what happened."""

    work: Work
    log: list[str] = field(default_factory=list)
    gone: bool = False
    """Whether nothing can be posted in the threads any more."""

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


async def test_a_run_is_worked_and_written_down(runs: Runs) -> None:
    stage = Stage(answers)
    run = await engine_of(runs, stage).finish(runs.receive("a"))
    assert run.state is RunState.ANSWERED
    assert stage.log == ["start a", "end a answered: ok", "forget a"]


async def asks(run: Run) -> Outcome:
    return Outcome(RunState.WAITING, question=number_question(run))


@pytest.mark.parametrize("work", [answers, asks])
async def test_where_nothing_can_be_posted_any_more_a_run_is_worked_once_and_fails(
    runs: Runs, work: Work
) -> None:
    stage = Stage(work, gone=True)
    run = await engine_of(runs, stage).finish(runs.receive("a"))
    assert run.state is RunState.FAILED
    assert stage.log == ["start a", "forget a"]
    assert not runs.store.open_questions(THREAD)


async def test_one_run_is_finished_and_no_others(runs: Runs) -> None:
    other = runs.receive("other", OTHER_THREAD)
    await engine_of(runs, Stage(answers)).finish(runs.receive("mine", THREAD))
    untouched = runs.store.get(other)
    assert untouched is not None
    assert untouched.state is RunState.QUEUED


async def test_what_stands_before_it_in_its_thread_is_finished_first(runs: Runs) -> None:
    stage = Stage(answers)
    runs.receive("first")
    await engine_of(runs, stage).finish(runs.receive("second"))
    assert [line for line in stage.log if line.startswith("start")] == ["start first", "start second"]


async def test_more_threads_than_slots_wait_and_are_told(runs: Runs) -> None:
    gate = asyncio.Event()

    async def wait_for_gate(run: Run) -> Outcome:
        await gate.wait()
        return await answers(run)

    stage = Stage(wait_for_gate)
    engine = engine_of(runs, stage, Limits(1, 60.0))
    one = runs.receive("one", THREAD)
    two = runs.receive("two", OTHER_THREAD)
    serving = asyncio.create_task(engine.serve())
    await eventually(lambda: "queued two (1)" in stage.log)
    assert "start two" not in stage.log
    gate.set()
    await eventually(lambda: all(state(runs, run_id) is RunState.ANSWERED for run_id in (one, two)))
    await stop(serving)


@pytest.mark.parametrize(
    ("error", "state", "sentence"),
    [
        (UserFacingError("Attach a file."), "failed", "Attach a file."),
        (
            RuntimeError("secret path /x"),
            "failed",
            "Something went wrong on my side; try again, or tell an admin.",
        ),
        (
            OSError(28, "No space left"),
            "failed",
            "My disk is full, so nothing was kept; tell an admin, then try again.",
        ),
    ],
)
async def test_every_failure_is_told_in_one_sentence(
    runs: Runs, error: Exception, state: str, sentence: str
) -> None:
    async def fail(run: Run) -> Outcome:
        raise error

    stage = Stage(fail)
    run = await engine_of(runs, stage).finish(runs.receive("a"))
    assert run.state == state
    assert f"end a {state}: {sentence}" in stage.log


async def test_work_that_takes_too_long_is_stopped(runs: Runs) -> None:
    async def hang(run: Run) -> Outcome:
        await asyncio.Event().wait()
        raise AssertionError

    stage = Stage(hang)
    run = await engine_of(runs, stage, Limits(10, 0.05)).finish(runs.receive("a"))
    assert run.state is RunState.FAILED
    assert any("took longer than 0.05 seconds" in line for line in stage.log)


async def test_a_cancel_by_a_person_ends_the_run(runs: Runs) -> None:
    async def hang(run: Run) -> Outcome:
        await asyncio.Event().wait()
        raise AssertionError

    stage = Stage(hang)
    engine = engine_of(runs, stage)
    run_id = runs.receive("a")
    finishing = asyncio.create_task(engine.finish(run_id))
    await eventually(lambda: "start a" in stage.log)
    runs.store.cancel(run_id, "admin")
    engine.wake()
    assert (await finishing).state is RunState.CANCELLED
    assert "end a cancelled: Cancelled." in stage.log


async def test_the_end_of_the_process_leaves_the_run_to_be_taken_up(runs: Runs) -> None:
    async def hang(run: Run) -> Outcome:
        await asyncio.Event().wait()
        raise AssertionError

    stage = Stage(hang)
    run_id = runs.receive("a")
    serving = asyncio.create_task(engine_of(runs, stage).serve())
    await eventually(lambda: "start a" in stage.log)
    await stop(serving)
    assert state(runs, run_id) is RunState.RUNNING
    runs.clock.now += 11
    again = Stage(answers)
    successor = RunEngine(runs.store, again.exchange, Lease("they", 10.0), Limits(10, 60.0))
    assert (await successor.finish(run_id)).state is RunState.ANSWERED


async def test_an_end_that_cannot_be_told_is_tried_again(runs: Runs) -> None:
    stage = Stage(answers)
    failures = iter([True, False])

    class Unlucky(Played):
        async def end(self, outcome: Outcome) -> None:
            if next(failures):
                raise ConnectionError
            await super().end(outcome)

    engine = RunEngine(runs.store, lambda run: Unlucky(stage, run), Lease("me", 1000.0), Limits(10, 60.0))
    run_id = runs.receive("a")
    finishing = asyncio.create_task(engine.finish(run_id))
    await eventually(lambda: "start a" in stage.log and state(runs, run_id) is RunState.QUEUED)
    runs.clock.now += 60
    assert (await finishing).state is RunState.ANSWERED
    assert stage.log.count("start a") == 2


async def test_a_run_that_kills_its_process_again_and_again_is_given_up(runs: Runs) -> None:
    run_id = runs.receive("poison")
    for number in range(5):
        runs.claim(Lease(f"dies {number}", 5.0))
        runs.clock.now += 6
    stage = Stage(answers)
    engine = RunEngine(runs.store, stage.exchange, Lease("me", 10.0), Limits(10, 60.0))
    assert (await engine.finish(run_id)).state is RunState.FAILED
    assert "start poison" not in stage.log
    assert any("give this up" in line for line in stage.log)


async def test_recovery_finishes_what_a_dead_process_left_and_spares_the_living(runs: Runs) -> None:
    dead = runs.inbox.receive(inbound("dead", thread=THREAD), Lease("dead", 5.0)).run_id
    living = runs.inbox.receive(inbound("living", thread=OTHER_THREAD), Lease("living", 500.0)).run_id
    runs.clock.now += 6
    engine = RunEngine(runs.store, Stage(answers).exchange, Lease("me", 0.05), Limits(10, 60.0))
    await engine.recover()
    assert state(runs, dead) is RunState.ANSWERED
    assert state(runs, living) is RunState.QUEUED


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

    async def queue(self, ahead: int) -> None:
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
    stage, taken = Stage(answers), asyncio.Event()
    runs.clock.now = 1000.0
    engine = RunEngine(
        runs.store, lambda run: Muffled(stage, run, taken), Lease("me", 10.0), Limits(10, 60.0)
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
