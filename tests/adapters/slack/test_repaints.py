"""Changes of posts stay within the budget, wherever one begins to count."""

import asyncio
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from adapters.slack.repaints import BURST, LEAST_SECONDS, PER_MINUTE, workspace_repaints
from core.chat import repaints
from core.chat.card import Card
from core.chat.repaints import SETTLE_SECONDS, Limited
from core.chat.surface import MessageRef
from core.chat.thread_ref import ChannelRef
from tests.adapters.jumping_loop import JumpingLoop
from tests.adapters.slack.open_door import open_door

CHANNEL = ChannelRef(platform="slack", tenant="T1", channel="C1")


def card(title: str) -> Card:
    return Card(kind="progress", title=title)


def painted(posts: int, seconds: int) -> list[tuple[float, int, int]]:
    """When which post was changed to the state of which second, if each asks for a change every second."""
    made: list[tuple[float, int, int]] = []
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        now = runner.get_loop().time

        def paint(post: int, second: int) -> Callable[[], "asyncio.Future[None]"]:
            async def change() -> None:
                made.append((now(), post, second))

            return lambda: asyncio.ensure_future(change())

        async def work() -> None:
            painter = workspace_repaints()
            for second in range(seconds):
                for post in range(posts):
                    painter.ask(MessageRef(CHANNEL.thread("1.1"), str(post)), paint(post, second))
                await asyncio.sleep(1)
            await asyncio.sleep(60)

        runner.run(work())
    return made


def test_no_minute_has_more_changes_than_the_budget_and_none_is_wasted() -> None:
    times = [at for at, _, _ in painted(posts=30, seconds=600)]
    busiest = max(sum(begin < at <= begin + 60 for at in times) for begin in (at - 60 for at in times))
    assert 0.85 * PER_MINUTE <= busiest <= PER_MINUTE


def test_every_post_gets_its_turn_and_shows_its_newest_state_in_the_end() -> None:
    made = painted(posts=30, seconds=600)
    for post in range(30):
        turns = [(at, second) for at, each, second in made if each == post]
        assert turns[-1][1] == 599
        assert max(later - at for (at, _), (later, _) in pairwise(turns)) < 60


def test_one_post_alone_is_not_changed_faster_than_people_read() -> None:
    times = [at for at, _, _ in painted(posts=1, seconds=60)]
    assert min(later - at for at, later in pairwise(times)) >= LEAST_SECONDS - 1e-6


def test_a_limited_channel_stops_no_other_and_shows_its_newest_state_when_it_may() -> None:
    made: list[tuple[float, str, int]] = []
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(limited_for(30, made))
    other = [at for at, channel, _ in made if channel == "C2"]
    assert max(later - at for at, later in pairwise(other)) < 2 * LEAST_SECONDS
    tried = [(at, second) for at, channel, second in made if channel == "C1"]
    assert [second for _, second in tried] == [0, 19]
    assert 30 <= tried[1][0] < 30 + LEAST_SECONDS


async def limited_for(seconds: int, made: list[tuple[float, str, int]]) -> None:
    """Ask for changes in two channels for twenty seconds; Slack limits one of them the first time."""
    painter, now = workspace_repaints(), asyncio.get_running_loop().time

    def paint(channel: str, second: int) -> Callable[[], "asyncio.Future[None]"]:
        async def change() -> None:
            made.append((now(), channel, second))
            if channel == "C1" and second == 0:
                raise Limited(seconds)

        return lambda: asyncio.ensure_future(change())

    for second in range(20):
        for channel in ("C1", "C2"):
            thread = ChannelRef(platform="slack", tenant="T1", channel=channel).thread("1.1")
            painter.ask(MessageRef(thread, "1.2"), paint(channel, second))
        await asyncio.sleep(1)
    await asyncio.sleep(seconds)


def test_a_newer_state_that_came_while_slack_said_no_is_the_one_that_is_shown() -> None:
    made: list[str] = []
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(limited_while_asked(made))
    assert made == ["old", "new"]


async def limited_while_asked(made: list[str]) -> None:
    """Slack limits a change; while it says so, the next one is asked for."""
    painter, ref = workspace_repaints(), MessageRef(CHANNEL.thread("1.1"), "1.2")

    async def new() -> None:
        made.append("new")

    async def old() -> None:
        made.append("old")
        painter.ask(ref, new)
        raise Limited(2)

    painter.ask(ref, old)
    await painter.settle()


async def test_cards_of_other_channels_go_on_while_slack_limits_changes_in_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repaints, "SETTLE_SECONDS", 0.0)
    async with open_door(tmp_path) as (slack, door, channel):
        other = slack.world.add_channel("x", slack.team, members=(slack.ada, slack.install.bot_user)).id
        places = (channel, channel.model_copy(update={"channel": other}))
        surfaces = [door.open(place) for place in places]
        refs = [await each.say(card("Begun"), key=f"run_{at}:p") for at, each in enumerate(surfaces)]
        slack.fail("chat.update", times=None, status=429, retry_after=60, channel=slack.channel)
        for surface, ref in zip(surfaces, refs, strict=True):
            await surface.repaint(ref, card("Gone on"))
        await slack.until(lambda: "Gone on" in slack.message(other, refs[1].id).text)
        assert len(slack.calls("chat.update", slack.channel)) == 1
        assert "Begun" in slack.message(slack.channel, refs[0].id).text


@pytest.mark.parametrize("posts", [BURST, 300])
def test_a_stop_waits_for_a_few_changes_and_not_for_hundreds(posts: int) -> None:
    made: list[int] = []
    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        runner.run(stopped_with(posts, made))
        stopped = runner.get_loop().time()
    assert BURST <= len(made) <= PER_MINUTE
    assert stopped < SETTLE_SECONDS + 1


async def stopped_with(posts: int, made: list[int]) -> None:
    """Ask for a change of so many posts, then stop."""
    painter = workspace_repaints()
    for post in range(posts):

        async def change(post: int = post) -> None:
            made.append(post)

        painter.ask(MessageRef(CHANNEL.thread("1.1"), str(post)), change)
    await painter.settle()
