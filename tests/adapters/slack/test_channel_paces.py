"""A channel is posted to at its pace, and what is quiet is forgotten."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from adapters.slack.channel_paces import BURST, PER_SECONDS, ChannelPaces
from core.chat.thread_ref import ChannelRef
from tests.adapters.jumping_loop import JumpingLoop

Turns = list[tuple[str, float]]


def channel(name: str) -> ChannelRef:
    return ChannelRef(platform="slack", tenant="T1", channel=name)


def jumping(work: Callable[[ChannelPaces, Turns], Coroutine[Any, Any, None]]) -> Turns:
    """Whose turn came when, in seconds, on a loop of whose time nothing is waited for."""
    turns: Turns = []
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(work(ChannelPaces(), turns))
    return turns


async def take(paces: ChannelPaces, turns: Turns, name: str) -> None:
    await paces.turn(channel(name))
    turns.append((name, asyncio.get_running_loop().time()))


def test_a_burst_is_let_through_and_the_rest_at_one_a_second() -> None:
    async def work(paces: ChannelPaces, turns: Turns) -> None:
        await asyncio.gather(*(take(paces, turns, "C1") for _ in range(3 * BURST)))

    times = [at for _, at in jumping(work)]
    assert times[BURST - 1] < 0.1
    assert times[-1] > 2 * PER_SECONDS - 0.1


def test_a_pause_holds_back_all_of_a_channel_and_is_not_made_up_for() -> None:
    async def work(paces: ChannelPaces, turns: Turns) -> None:
        waiting = [asyncio.create_task(take(paces, turns, "C1")) for _ in range(2 * BURST)]
        await asyncio.sleep(0.5)
        paces.pause(channel("C1"), 60)
        paces.pause(channel("C1"), 1)
        await asyncio.gather(*waiting, take(paces, turns, "C2"))

    turns = jumping(work)
    assert [name for name, at in turns if at < 60] == ["C1"] * BURST + ["C2"]
    late = [at for _, at in turns if at >= 60]
    assert len(late) == BURST
    assert min(late) < 62


def test_channels_that_are_quiet_are_forgotten() -> None:
    paces = ChannelPaces()

    async def work(_: ChannelPaces, turns: Turns) -> None:
        for number in range(100):
            await take(paces, turns, f"C{number}")
            await asyncio.sleep(2 * PER_SECONDS)

    jumping(work)
    assert len(paces) <= 2
