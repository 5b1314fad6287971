"""Posts stand once and whole, whatever happens on the wire, and no channel is pressed that Slack limits."""

import asyncio
import time
from contextlib import suppress
from pathlib import Path

import pytest

from adapters.slack import attempts, channel_paces
from core.chat.card import Card, Fields, Text
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.errors import PlaceGone
from tests.adapters.slack.office import open_office
from tests.adapters.slack.open_door import door_of, open_door
from tests.adapters.slack.workspace import Clock, Workspace
from tests.adapters.slack.workspace import message as messages
from tests.adapters.wire.faults import Body

pytestmark = pytest.mark.doors

CARD = Card(kind="answer", title="13 jobs", blocks=(Fields(items=(("Jobs", "13"),)),))
HUGE = Card(kind="answer", title="Huge", blocks=(Text(markdown="\n\n".join(["word " * 300] * 60)),))
KEY = "run_1:answer"
METHOD = "chat.postMessage"
BODIES: tuple[Body, ...] = ("page", "text", "empty", "broken")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempts, "FIRST_PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(channel_paces, "BURST", 1000)


def chat(slack: Workspace, channel: str, count: int, thread: str | None = None) -> None:
    """People talk, and the app hears nothing of it."""
    place, person = slack.world.channels[channel], slack.world.people[slack.bob]
    for number in range(count):
        messages.by_person(slack.world, person, place, f"chat {number}", thread_ts=thread, files=[])


async def begun(slack: Workspace) -> ThreadRef:
    """A thread that somebody began."""
    slack.envelopes.subscriptions.clear()
    said = await slack.say(slack.ada, slack.channel, "work")
    return ChannelRef(platform="slack", tenant=slack.team, channel=slack.channel).thread(said.ts)


async def test_a_lost_post_is_found_in_a_long_thread(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, _):
        thread = await begun(slack)
        chat(slack, slack.channel, 450, thread.thread)
        slack.fail(METHOD, reset="after")
        ref = await door.open(thread).say(CARD, key=KEY)
        assert slack.messages(slack.channel, thread.thread)[-1].ts == ref.id
        assert len(slack.calls(METHOD)) == 1


async def test_a_lost_post_is_found_when_much_was_said_after_it(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        with slack.hold(METHOD, when="after") as held:
            slack.fail(METHOD, reset="after")
            saying = asyncio.create_task(door.open(channel).say(CARD, key=KEY))
            await held.arrived()
            chat(slack, slack.channel, 450)
            held.release()
            ref = await saying
        assert "13 jobs" in slack.message(slack.channel, ref.id).text
        assert len(slack.calls(METHOD)) == 1


async def test_only_what_came_since_a_post_was_announced_is_read_again(tmp_path: Path) -> None:
    async with open_door(tmp_path, Clock(time.time() - 3600)) as (slack, door, _):
        thread = await begun(slack)
        chat(slack, slack.channel, 450, thread.thread)
        slack.clock.advance(3600)
        slack.fail(METHOD, reset="after")
        await door.open(thread).say(CARD, key=KEY)
        assert len(slack.calls("conversations.replies")) == 1


@pytest.mark.parametrize("body", BODIES)
async def test_a_server_error_is_one_whatever_comes_with_it(tmp_path: Path, body: Body) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        slack.fail(METHOD, times=1, status=503, body=body)
        said = await slack.mention(slack.ada, slack.channel, "What can you do?")
        await office.seen(said.ts, "I help data-engineering teams")
        await office.seen(said.ts, "Done")
        await office.rest()
        shown = await office.seen(said.ts, "Done")
        assert shown.count("I help data-engineering teams") == 1
        assert "unexpected" not in shown.lower()


@pytest.mark.parametrize("body", BODIES)
async def test_an_answer_that_makes_no_sense_is_an_error_for_one_person_too(
    tmp_path: Path, body: Body
) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        slack.fail("chat.postEphemeral", times=1, status=503, body=body)
        await slack.mention(slack.bob, slack.channel, "What can you do?")
        told = await slack.until(lambda: slack.ephemerals(slack.bob))
        assert "You may not do that here" in told[0].text


async def test_nothing_is_posted_to_a_channel_while_it_is_limited(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        other = slack.world.add_channel("x", slack.team, members=(slack.ada, slack.install.bot_user)).id
        slack.fail(METHOD, times=None, status=429, retry_after=60, channel=slack.channel)
        surface = door.open(channel)
        limited = [asyncio.create_task(surface.say(CARD, key="run_1:answer"))]
        await slack.until(lambda: slack.calls(METHOD, slack.channel))
        limited += [asyncio.create_task(surface.say(CARD, key=f"run_{each}:answer")) for each in range(2, 5)]
        await door.open(channel.model_copy(update={"channel": other})).say(CARD, key="run_9:answer")
        assert len(slack.calls(METHOD, slack.channel)) == 1
        for each in limited:
            each.cancel()
            with suppress(asyncio.CancelledError):
                await each


async def test_what_was_limited_is_posted_once_after_the_pause(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        slack.fail(METHOD, times=2, status=429, retry_after=0)
        ref = await door.open(channel).say(CARD, key=KEY)
        assert [post.ts for post in slack.messages(slack.channel)] == [ref.id]
        assert [call.outcome for call in slack.calls(METHOD)] == ["429", "429", "ok"]


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("not_in_channel", "invite me"),
        ("is_archived", "archived"),
        ("restricted_action", "may not post"),
        ("restricted_action_thread_locked", "may not post"),
        ("restricted_action_read_only_channel", "may not post"),
        ("messages_tab_disabled", "may not post"),
        ("team_access_not_granted", "installed"),
        ("account_inactive", "installed"),
        ("token_revoked", "installed"),
    ],
)
async def test_where_nothing_can_be_posted_the_place_is_gone(
    tmp_path: Path, word: str, sentence: str
) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        slack.fail(METHOD, error=word)
        with pytest.raises(PlaceGone, match=sentence):
            await door.open(channel).say(CARD, key=KEY)


async def test_a_run_in_a_locked_thread_ends_at_once(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        slack.fail(METHOD, times=None, error="restricted_action_thread_locked")
        said = await slack.mention(slack.ada, slack.channel, "What can you do?")
        await slack.until(lambda: len(slack.calls(METHOD)) == 2)
        slack.heal()
        await slack.mention(slack.ada, slack.channel, "/dataops pins", thread_ts=said.ts)
        shown = await office.seen(said.ts, "Nothing is pinned")
        assert "I help data-engineering teams" not in shown


@pytest.mark.parametrize("refused", [False, True], ids=["shortened", "refused"])
async def test_the_file_of_a_post_follows_after_a_crash(tmp_path: Path, refused: bool) -> None:  # noqa: FBT001 - a case
    card = CARD if refused else HUGE
    async with open_door(tmp_path) as (slack, door, channel):
        if refused:
            slack.fail(METHOD, error="invalid_blocks")
        with slack.hold("files.getUploadURLExternal") as held:
            saying = asyncio.create_task(door.open(channel).say(card, key=KEY))
            await held.arrived()
            saying.cancel()
            with suppress(asyncio.CancelledError):
                await saying
        slack.heal()
        posts = len(slack.calls(METHOD))
        async with door_of(slack, tmp_path) as again:
            assert await again.open(channel).find(KEY) is None
            ref = await again.open(channel).say(card, key=KEY)
            assert await again.open(channel).find(KEY) == ref
        assert len(slack.calls(METHOD)) == posts
        assert slack.messages(slack.channel, ref.thread.thread)[-1].files == ("answer.md",)
        assert len(slack.files(slack.channel)) == 1


async def test_a_post_that_was_lost_without_its_blocks_has_its_file(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        slack.fail(METHOD, error="invalid_blocks")
        slack.fail(METHOD, reset="after")
        ref = await door.open(channel).say(CARD, key=KEY)
        assert [file.name for file in slack.files(slack.channel)] == ["answer.md"]
        assert [post.ts for post in slack.messages(slack.channel)] == [ref.id]


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_a_file_that_cannot_follow_is_told(tmp_path: Path, method: str) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        slack.fail(method, times=None, error="file_uploads_disabled")
        ref = await door.open(channel).say(HUGE, key=KEY)
        await door.open(channel).say(HUGE, key=KEY)
        told = [
            post for post in slack.messages(slack.channel, ref.thread.thread) if "could not be" in post.text
        ]
        assert len(told) == 1
        assert await door.open(channel).find(KEY) == ref
