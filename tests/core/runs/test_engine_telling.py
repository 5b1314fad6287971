"""What cannot be told now is told later, once, and holds up nothing else."""

import asyncio

import pytest

from core.errors import UserFacingError
from core.runs import engine
from core.runs.engine import Limits, RunEngine
from core.runs.run import Outcome, Run, RunState
from core.runs.run_store import Lease
from tests.core.runs.runs import OTHER_THREAD, Runs
from tests.core.runs.stage import Played, Stage, Work, answers, asks, eventually, state, stop


class Cut(Played):
    """An exchange with a thread that cannot be reached until the stage is connected again."""

    async def end(self, outcome: Outcome) -> None:
        if not self.stage.connected:
            self.stage.log.append("cut")
            raise ConnectionError
        await super().end(outcome)


def cut_engine(runs: Runs, stage: Stage, owner: str = "me") -> RunEngine:
    return RunEngine(runs.store, lambda run: Cut(stage, run), Lease(owner, 10.0), Limits(10, 60.0))


async def cut_off(runs: Runs, stage: Stage, run_id: str) -> "asyncio.Task[None]":
    """Serve a run that comes to its end while its thread cannot be reached."""
    serving = asyncio.create_task(cut_engine(runs, stage).serve())
    await eventually(lambda: "cut" in stage.log and state(runs, run_id) is RunState.QUEUED)
    return serving


@pytest.mark.parametrize("work", [answers, asks])
async def test_an_outcome_is_told_after_an_outage_of_hours_and_worked_out_once(
    runs: Runs, work: Work
) -> None:
    stage, run_id = Stage(work, connected=False), runs.receive("a")
    serving = await cut_off(runs, stage, run_id)
    for _ in range(60):
        before = stage.log.count("cut")
        runs.clock.now += 301
        await eventually(lambda before=before: stage.log.count("cut") > before)  # type: ignore[misc]
        await eventually(lambda: state(runs, run_id) is RunState.QUEUED)
    stage.connected = True
    runs.clock.now += 61
    end = RunState.ANSWERED if work is answers else RunState.WAITING
    await eventually(lambda: state(runs, run_id) is end)
    await stop(serving)
    assert stage.log.count("start a") == 1
    assert sum(line.startswith("end a") for line in stage.log) == 1


async def test_what_is_taken_up_again_while_its_failure_is_logged_gives_its_slots_back(
    runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    logged, release = asyncio.Event(), asyncio.Event()

    async def log_slowly(*_: object) -> None:
        await logged.wait()

    async def work(run: Run) -> Outcome:
        if run.inbound.text != "a":
            await release.wait()
        return await answers(run)

    monkeypatch.setattr(engine, "_log", log_slowly)
    stage, run_id = Stage(work, connected=False), runs.receive("a")
    two = RunEngine(runs.store, lambda run: Cut(stage, run), Lease("me", 10.0), Limits(2, 60.0))
    serving = asyncio.create_task(two.serve())
    await eventually(lambda: "cut" in stage.log and state(runs, run_id) is RunState.QUEUED)
    stage.connected = True
    runs.clock.now += 61
    await eventually(lambda: state(runs, run_id) is RunState.ANSWERED)
    logged.set()
    runs.receive("b")
    runs.receive("c", OTHER_THREAD)
    await eventually(lambda: {"start b", "start c"} <= set(stage.log))
    release.set()
    await stop(serving)


async def test_an_outcome_that_was_not_told_survives_the_process(runs: Runs) -> None:
    stage, run_id = Stage(answers, connected=False), runs.receive("a")
    await stop(await cut_off(runs, stage, run_id))
    runs.clock.now += 3600
    stage.connected = True
    assert (await cut_engine(runs, stage, "they").finish(run_id)).state is RunState.ANSWERED
    assert stage.log.count("start a") == 1
    assert "end a answered: ok" in stage.log


async def test_a_process_that_dies_while_it_tells_leaves_nothing_to_be_worked_again(runs: Runs) -> None:
    run_id = runs.receive("a")
    run = runs.claim()
    runs.store.keep(run, await answers(run), 1.0)
    runs.clock.now += 11
    stage = Stage(answers)
    assert (await cut_engine(runs, stage, "they").finish(run_id)).state is RunState.ANSWERED
    assert "start a" not in stage.log


async def test_what_was_worked_out_at_the_last_try_is_told_all_the_same(runs: Runs) -> None:
    run_id = runs.receive("a")
    for number in range(engine.TRIES):
        runs.clock.now += 11
        run = runs.claim(Lease(f"dies {number}", 10.0))
    runs.store.keep(run, await answers(run), 1.0)
    runs.clock.now += 11
    stage = Stage(answers)
    assert (await cut_engine(runs, stage, "they").finish(run_id)).state is RunState.ANSWERED
    assert "end a answered: ok" in stage.log


async def test_what_cannot_be_told_holds_up_nothing_else_in_its_thread(runs: Runs) -> None:
    stage, run_id = Stage(answers, connected=False), runs.receive("a")
    serving = await cut_off(runs, stage, run_id)
    second = runs.receive("b")
    stage.connected = True
    await eventually(lambda: state(runs, second) is RunState.ANSWERED)
    assert state(runs, run_id) is RunState.QUEUED
    assert not [line for line in stage.log if line.startswith("queued")]
    await stop(serving)


async def test_what_cannot_be_told_for_a_day_has_failed_and_its_thread_is_told_so_then(runs: Runs) -> None:
    stage, run_id = Stage(answers, connected=False), runs.receive("a")
    serving = await cut_off(runs, stage, run_id)
    runs.clock.now += 25 * 3600
    await eventually(lambda: state(runs, run_id) is RunState.FAILED)
    await stop(serving)
    runs.clock.now += 3600
    stage.connected = True
    again = asyncio.create_task(cut_engine(runs, stage, "they").serve())
    await eventually(lambda: any(line.startswith("end a failed: I could not post") for line in stage.log))
    await eventually(lambda: not runs.store.owed(0.0))
    await stop(again)


async def test_a_cancel_that_cannot_be_told_is_told_later(runs: Runs) -> None:
    stage, run_id = Stage(answers, connected=False), runs.receive("a")
    with pytest.raises(ConnectionError):
        await cut_engine(runs, stage).cancel(run_id, "ada")
    runs.clock.now += 3600
    stage.connected = True
    serving = asyncio.create_task(cut_engine(runs, stage).serve())
    await eventually(lambda: "end a cancelled: Cancelled." in stage.log)
    await stop(serving)


async def test_an_answer_that_comes_while_its_question_cannot_be_posted_counts(runs: Runs) -> None:
    stage, run_id = Stage(asks, connected=False), runs.receive("a")
    serving = await cut_off(runs, stage, run_id)
    stage.work = answers
    stage.connected = True
    runs.receive("5")
    runs.clock.now += 61
    await eventually(lambda: state(runs, run_id) is RunState.ANSWERED)
    assert stage.log.count("start a") == 2
    await stop(serving)


async def test_whoever_waits_for_a_run_that_cannot_be_told_is_told_so(runs: Runs) -> None:
    stage, run_id = Stage(answers, connected=False), runs.receive("a")

    finishing = asyncio.create_task(cut_engine(runs, stage).finish(run_id))
    for number in range(1, 6):
        await eventually(lambda number=number: stage.log.count("cut") == number)  # type: ignore[misc]
        await eventually(lambda: state(runs, run_id) is RunState.QUEUED)
        runs.clock.now += 61
    with pytest.raises(UserFacingError, match="could not post"):
        await finishing
