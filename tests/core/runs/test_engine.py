import asyncio

import pytest

from core.errors import UserFacingError
from core.runs.engine import Limits, RunEngine
from core.runs.run import Outcome, Run, RunState
from core.runs.run_store import Lease
from tests.core.runs.runs import OTHER_THREAD, THREAD, Runs
from tests.core.runs.stage import Played, Stage, Work, answers, asks, engine_of, eventually, state, stop
from tests.house import inbound


async def test_a_run_is_worked_and_written_down(runs: Runs) -> None:
    stage = Stage(answers)
    run = await engine_of(runs, stage).finish(runs.receive("a"))
    assert run.state is RunState.ANSWERED
    assert stage.log == ["start a", "end a answered: ok", "forget a"]


@pytest.mark.parametrize("work", [answers, asks])
async def test_where_nothing_can_be_posted_any_more_a_run_is_worked_once_and_fails(
    runs: Runs, work: Work
) -> None:
    stage = Stage(work, gone=True)
    run = await engine_of(runs, stage).finish(runs.receive("a"))
    assert run.state is RunState.FAILED
    assert stage.log == ["start a", "forget a"]
    assert not runs.questions.open_in(THREAD)


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
    assert state(runs, run_id) is RunState.QUEUED
    tries = []

    async def counts(run: Run) -> Outcome:
        tries.append(run.tries)
        return await answers(run)

    successor = RunEngine(runs.store, Stage(counts).exchange, Lease("they", 10.0), Limits(10, 60.0))
    assert (await successor.finish(run_id)).state is RunState.ANSWERED
    assert tries == [1]


async def test_the_end_of_the_process_does_not_wait_for_ever_for_a_thread_that_hangs(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.runs.engine.STOP_SECONDS", 0.01)
    stage = Stage(answers)

    class Silent(Played):
        async def end(self, outcome: Outcome) -> None:  # noqa: ARG002 - it tells nothing
            self.stage.log.append("telling")
            await asyncio.Event().wait()

    silent = RunEngine(runs.store, lambda run: Silent(stage, run), Lease("me", 10.0), Limits(10, 60.0))
    run_id = runs.receive("a")
    serving = asyncio.create_task(silent.serve())
    await eventually(lambda: "telling" in stage.log)
    await stop(serving)
    assert state(runs, run_id) is RunState.QUEUED
    assert await engine_of(runs, Stage(answers)).finish(run_id)
    assert state(runs, run_id) is RunState.ANSWERED


async def test_a_look_that_fails_does_not_count(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.runs.engine.POLL_SECONDS", 0.001)
    looking = engine_of(runs, Stage(answers))
    serving = asyncio.create_task(looking.serve())
    await eventually(lambda: looking.looked_at > 0)
    failed: list[float] = []

    def fail(*_: object, **__: object) -> None:
        failed.append(looking.looked_at)
        raise OSError

    monkeypatch.setattr(runs.store, "claim", fail)
    await eventually(lambda: len(failed) > 3)
    assert looking.looked_at == failed[1]
    await stop(serving)


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
