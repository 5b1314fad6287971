import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import pytest

from core.contracts import WorkflowResponse
from core.errors import PlaceGone, UserFacingError
from core.runs import engine
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


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "POLL_SECONDS", 0.05)


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
    again = Stage(answers)
    successor = RunEngine(runs.store, again.exchange, Lease("they", 10.0), Limits(10, 60.0))
    done = await successor.finish(run_id)
    assert (done.state, done.tries) == (RunState.ANSWERED, 1)


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
