"""One card shows what is going on, and comes to rest."""

import asyncio
from contextlib import suppress

import pytest

from core.chat.card import Card, Step, Steps
from core.chat.controls import steps_button
from core.chat.progress import NAME, Progress, queued_card, working_card
from core.chat.surface import MessageRef
from tests.clock import Clock
from tests.core.chat.fakes import MemoryLedger, MemorySurface


async def begun(surface: MemorySurface, clock: Clock) -> Progress:
    started = await Progress.start(surface, MemoryLedger())
    await started.close("Started")
    surface.painted.clear()
    return Progress(surface, started.ref, clock=clock)


def steps_of(card: Card) -> tuple[Step, ...]:
    (block,) = card.blocks
    assert isinstance(block, Steps)
    return block.items


async def test_the_sign_of_life_is_one_post() -> None:
    surface, ledger = MemorySurface(), MemoryLedger()
    first = await Progress.start(surface, ledger)
    second = await Progress.start(surface, ledger)
    await first.close("Done")
    await second.close("Done")
    assert first.ref == second.ref
    assert [card.title for card in surface.posts.values()] == ["Working on it"]
    assert ledger.begun == {NAME}


async def test_the_last_picture_holds_every_step_its_time_and_detail() -> None:
    surface, clock = MemorySurface(), Clock(0.0)
    progress = await begun(surface, clock)
    progress.step("1", "Read", "running")
    clock.now = 1.5
    progress.step("1", "Read", "running", "half")
    progress.step("2", "Draw", "running")
    clock.now = 2.0
    progress.step("1", "Read", "done")
    clock.now = 3.25
    progress.step("2", "Draw", "failed", "no paper")
    clock.now = 9.0
    await progress.close("Stopped")
    card = surface.painted[-1]
    assert (card.title, card.footer) == ("Stopped", "9.0 s")
    assert steps_of(card) == (
        Step(title="Read", state="done", seconds=2.0, detail="half"),
        Step(title="Draw", state="failed", seconds=1.8, detail="no paper"),
    )


async def test_a_step_that_took_no_time_shows_none() -> None:
    surface, clock = MemorySurface(), Clock(0.0)
    progress = await begun(surface, clock)
    progress.step("1", "Read", "done")
    clock.now = 4.0
    await progress.close("Done")
    assert steps_of(surface.painted[-1])[0].seconds == 0.0


async def test_a_step_that_runs_again_is_timed_to_its_last_end() -> None:
    surface, clock = MemorySurface(), Clock(0.0)
    progress = await begun(surface, clock)
    progress.step("1", "Read", "done")
    progress.step("1", "Read", "running")
    clock.now = 4.0
    await progress.close("Waiting for your answer", over=False)
    assert steps_of(surface.painted[-1])[0] == Step(title="Read", state="running", seconds=4.0)


async def test_what_was_under_way_when_it_was_over_was_stopped() -> None:
    surface, clock = MemorySurface(), Clock(0.0)
    progress = await begun(surface, clock)
    progress.step("1", "Read", "running")
    clock.now = 4.0
    await progress.close("Cancelled")
    stopped = Step(title="Read", state="failed", seconds=4.0, detail="stopped")
    assert steps_of(surface.painted[-1])[0] == stopped


async def test_changes_are_painted_while_work_goes_on() -> None:
    surface = MemorySurface()
    progress = await begun(surface, Clock(0.0))
    progress.step("1", "Read", "running")
    async with asyncio.timeout(5):
        while not surface.painted:
            await asyncio.sleep(0)
    assert steps_of(surface.painted[0])[0].title == "Read"
    await progress.close("Done")


async def test_a_platform_that_refuses_repaints_does_not_stop_the_work() -> None:
    surface = MemorySurface()
    progress = await begun(surface, Clock(0.0))
    surface.refuses_repaints = True
    progress.step("1", "Read", "running")
    await progress.close("Done")
    assert surface.painted == []


async def test_nothing_is_painted_after_the_end() -> None:
    surface = MemorySurface()
    progress = await begun(surface, Clock(0.0))
    await progress.close("Done")
    progress.step("1", "Read", "running")
    for _ in range(10):
        await asyncio.sleep(0)
    assert [card.title for card in surface.painted] == ["Done"]


class SlowSurface(MemorySurface):
    """A repaint that does not stop at once when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.painting = asyncio.Event()
        self.released = asyncio.Event()

    async def repaint(self, ref: MessageRef, card: Card) -> None:
        self.painting.set()
        with suppress(asyncio.CancelledError):
            await self.released.wait()
        await self.released.wait()
        await super().repaint(ref, card)


async def test_closing_can_itself_be_cancelled() -> None:
    surface = SlowSurface()
    surface.posts["p"] = queued_card(1)
    ref = MessageRef(next(iter([(await MemorySurface().say(queued_card(1), key="p")).thread])), "p")
    progress = Progress(surface, ref, clock=Clock(0.0))
    progress.step("1", "Read", "running")
    await surface.painting.wait()
    closing = asyncio.create_task(progress.close("Done"))
    await asyncio.sleep(0)
    closing.cancel()
    await asyncio.sleep(0)
    surface.released.set()
    with pytest.raises(asyncio.CancelledError):
        await closing


def test_a_queued_run_says_how_many_are_ahead() -> None:
    assert queued_card(3).title == "Queued (3)"


async def test_the_card_says_what_is_worked_on_while_something_is() -> None:
    surface = MemorySurface()
    progress = await begun(surface, Clock(0.0))
    progress.step("1", "Read", "done")
    progress.step("2", "Draw", "running")
    async with asyncio.timeout(5):
        while not surface.painted:
            await asyncio.sleep(0)
    await progress.close("Done")
    assert [card.activity for card in surface.painted] == ["Draw", None]
    assert (working_card().activity, queued_card(1).activity) == ("", None)


async def test_the_steps_of_work_that_is_over_can_be_folded() -> None:
    surface = MemorySurface()
    progress = await begun(surface, Clock(0.0))
    progress.step("1", "Read", "done")
    await progress.close("Done", unfold=steps_button("run_1"))
    (block,) = surface.painted[-1].blocks
    assert isinstance(block, Steps)
    assert block == Steps(items=progress.steps, unfold=steps_button("run_1"))
