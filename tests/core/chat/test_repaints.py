"""Changing posts in place: the newest state wins, what lasts comes first, and nothing is painted over."""

import asyncio
from collections.abc import Callable, Coroutine
from itertools import pairwise
from typing import Any

from core.chat.repaints import LONGEST_PAUSE_SECONDS, SETTLE_SECONDS, NotNow, Paint, Repaints
from core.chat.surface import MessageRef
from core.chat.thread_ref import ChannelRef
from tests.adapters.jumping_loop import JumpingLoop

CHANNEL = ChannelRef(platform="teams", tenant="T", channel="C")
Made = list[tuple[float, str]]


def ref(name: str, thread: str = "1") -> MessageRef:
    return MessageRef(CHANNEL.thread(thread), name)


def played(work: Callable[[Made], Coroutine[Any, Any, None]]) -> Made:
    """What was painted when, while nobody waits."""
    made: Made = []
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(work(made))
    return made


def paint(made: Made, name: str, error: Exception | None = None) -> Paint:
    async def change() -> None:
        made.append((asyncio.get_running_loop().time(), name))
        if error is not None:
            raise error

    return change


def test_the_posts_of_one_conversation_share_its_time() -> None:
    async def work(made: Made) -> None:
        painter = Repaints(2.0, together=lambda ref: ref.thread.channel)
        for _ in range(60):
            for number in range(5):
                painter.ask(ref(str(number), thread=str(number)), paint(made, str(number)))
            await asyncio.sleep(0.1)

    times = [at for at, _ in played(work)]
    assert 3 <= len(times) <= 4
    assert all(later - at >= 2.0 - 1e-6 for at, later in pairwise(times))


def test_those_of_several_conversations_do_not() -> None:
    async def work(made: Made) -> None:
        painter = Repaints(2.0, together=lambda ref: ref.thread)
        for number in range(5):
            painter.ask(ref(str(number), thread=str(number)), paint(made, str(number)))
        await asyncio.sleep(1)

    assert len(played(work)) == 5


def test_a_state_that_lasts_comes_before_those_that_do_not() -> None:
    async def work(made: Made) -> None:
        painter = Repaints(2.0, together=lambda ref: ref.thread.channel)
        for number in range(4):
            painter.ask(ref(str(number)), paint(made, str(number)))
        await asyncio.sleep(1)
        painter.ask(ref("3"), paint(made, "done"), final=True)
        await asyncio.sleep(10)

    assert [name for _, name in played(work)] == ["0", "done", "1", "2"]


def test_what_takes_the_place_of_a_post_is_not_painted_over() -> None:
    async def work(made: Made) -> None:
        painter = Repaints(2.0)
        painter.ask(ref("card"), paint(made, "working"))
        await asyncio.sleep(1)
        painter.ask(ref("card"), paint(made, "done"))
        async with painter.taken(ref("card")):
            painter.ask(ref("card"), paint(made, "later"))
            await asyncio.sleep(10)
            made.append((0.0, "answer"))
        await asyncio.sleep(10)

    assert [name for _, name in played(work)] == ["working", "answer"]


def test_a_change_that_is_under_way_comes_to_its_end_before_a_post_is_taken() -> None:
    async def work(made: Made) -> None:
        async def slow() -> None:
            await asyncio.sleep(3)
            made.append((0.0, "painted"))
            raise NotNow

        painter = Repaints(2.0)
        painter.ask(ref("card"), slow)
        await asyncio.sleep(1)
        async with painter.taken(ref("card")):
            made.append((0.0, "answer"))
        await asyncio.sleep(60)

    assert [name for _, name in played(work)] == ["painted", "answer"]


def test_what_cannot_be_painted_now_is_painted_later_and_later() -> None:
    async def work(made: Made) -> None:
        painter = Repaints(2.0)
        painter.ask(ref("card"), paint(made, "cut", NotNow()), final=True)
        await asyncio.sleep(600)
        painter.ask(ref("card"), paint(made, "done"), final=True)
        await asyncio.sleep(60)

    made = played(work)
    pauses = [round(later - at) for (at, _), (later, _) in pairwise(made[:-1])]
    assert pauses[:4] == [5, 10, 20, 40]
    assert set(pauses[4:]) == {LONGEST_PAUSE_SECONDS}
    assert made[-1][1] == "done"


def test_a_stop_waits_for_one_painter_as_long_as_for_many() -> None:
    async def work(made: Made) -> None:
        async def hang() -> None:
            await asyncio.sleep(3600)

        painters = [Repaints(2.0) for _ in range(10)]
        for painter in painters:
            painter.ask(ref("card"), hang)
        await asyncio.sleep(0.1)
        await asyncio.gather(*(painter.settle() for painter in painters))
        made.append((asyncio.get_running_loop().time(), "stopped"))

    assert played(work)[-1][0] < SETTLE_SECONDS + 1
