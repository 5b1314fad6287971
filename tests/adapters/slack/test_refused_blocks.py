"""A card that Slack refuses is said in words, with everything that it held as a file."""

from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError
from structlog.testing import capture_logs

from core.chat.card import Actions, Card, Choice, Fields, Text
from core.chat.inbound import Actor
from tests.adapters.slack.open_door import open_door

CARD = Card(
    kind="answer",
    title="13 jobs & <no> cycles",
    blocks=(
        Fields(items=(("Jobs", "13"),)),
        Actions(action="more", choices=(Choice(label="Show more", value="1"),)),
    ),
)
LONG = Card(kind="answer", title="Long", blocks=(Text(markdown="\n\n".join(["word " * 300] * 20)),))


@pytest.mark.parametrize(
    "error", ["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"]
)
async def test_a_refused_card_stands_as_text_with_its_whole_content_as_a_file(
    tmp_path: Path, error: str
) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        slack.fail("chat.postMessage", error=error)
        with capture_logs() as logs:
            ref = await door.open(channel).say(CARD, key="run_1:answer")
        assert [entry["reason"] for entry in logs if entry["event"] == "blocks_refused"] == [error]
        post, shared = slack.messages(slack.channel, ref.thread.thread)
        assert (post.ts, post.blocks) == (ref.id, [])
        assert post.text.startswith("13 jobs & <no> cycles")
        assert shared.files == ("answer.md",)
        [file] = slack.files(slack.channel)
        assert file.content.decode() == "# 13 jobs & <no> cycles\n\n- Jobs: 13\n\n- Show more\n"
        assert await door.open(channel).find("run_1:answer") == ref
        assert await door.open(channel).say(CARD, key="run_1:answer") == ref
        assert len(slack.messages(slack.channel, ref.thread.thread)) == 2


async def test_one_refused_message_of_several_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        surface = door.open(channel)
        root = (await surface.say(CARD, key="run_1:progress")).thread
        slack.fail("chat.postMessage", error="msg_blocks_too_long")
        await door.open(root).say(LONG, key="run_1:answer")
        _, *posts, shared = slack.messages(slack.channel, root.thread)
        assert [bool(post.blocks) for post in posts] == [False, *[True] * (len(posts) - 1)]
        assert len(posts) > 1
        assert shared.files == ("answer.md",)


async def test_a_refused_change_shows_the_new_text_and_no_old_button(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        surface = door.open(channel)
        ref = await surface.say(CARD, key="run_1:progress")
        slack.fail("chat.update", error="invalid_blocks")
        await surface.repaint(ref, Card(kind="progress", title="Done"))
        await door.settle()
        post = slack.message(slack.channel, ref.id)
        assert (post.text, post.buttons) == ("Done", ())


async def test_what_is_for_one_person_is_said_to_them_in_words(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        slack.fail("chat.postEphemeral", error="invalid_blocks")
        ada = Actor(platform="slack", tenant=slack.team, id=slack.ada)
        await door.open(channel).say(CARD, key="run_1:answer", privately_to=ada)
        [told] = slack.ephemerals(slack.ada)
        assert told.text.startswith("13 jobs & <no> cycles")


async def test_any_other_refusal_is_an_error_as_ever(tmp_path: Path) -> None:
    async with open_door(tmp_path) as (slack, door, channel):
        slack.fail("chat.postMessage", error="invalid_metadata_format")
        with pytest.raises(SlackApiError, match="invalid_metadata_format"):
            await door.open(channel).say(CARD, key="run_1:answer")
        assert slack.messages(slack.channel) == []
