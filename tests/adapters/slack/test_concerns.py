"""What is kept of what comes in, and what becomes of what cannot be kept or read."""

from pathlib import Path

import pytest

from adapters.slack.concerns import emptied
from core.chat.inbound import Actor, Inbound, InboundFile
from core.chat.thread_ref import ChannelRef
from tests.adapters.slack.office import open_office
from tests.sample_workflows import write_counter

pytestmark = pytest.mark.doors

SECRET = "```\nline one of a secret\nline two\nline three\n```"


async def test_of_somebody_whom_the_policy_does_not_name_no_word_is_kept(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        await slack.mention(slack.bob, slack.channel, f"my salary is this {SECRET}")
        await slack.command("/dataops", "salary", slack.bob, slack.channel)
        await slack.until(lambda: len(slack.ephemerals(slack.bob)) > 1)
        kept = office.service.database.read("SELECT inbound FROM inbox")
        assert len(kept) == 2
        assert not [row for row in kept if "salary" in row["inbound"] or "secret" in row["inbound"]]
        assert not list((tmp_path / "home" / "uploads").rglob("*/*"))


def test_of_an_emptied_message_only_who_and_where_is_left() -> None:
    channel = ChannelRef(platform="slack", tenant="T1", channel="C1")
    bare = Inbound(id="1", act="1", channel=channel, actor=Actor(platform="slack", tenant="T1", id="U1"))
    said = {
        "text": "salary of @bob",
        "named": {"@bob": "slack:T1:U2"},
        "files": (InboundFile(name="salary", locator="x"),),
        "parameters": {"input": "salary"},
        "value": "salary",
    }
    assert emptied(bare.model_copy(update=said)) == bare


async def test_a_file_that_cannot_be_had_is_named_with_what_to_do(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        text = f"<@{slack.install.bot_user}> Count the lines of this listing"
        drive = "https://drive.example/july.lst"
        said = await slack.share_external(slack.ada, slack.channel, "july.lst", drive, text=text)
        shown = await office.seen(said.ts, "july.lst")
        assert "is kept outside Slack; download it and attach the file itself." in shown


async def test_an_event_that_cannot_be_written_down_is_asked_for_again(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack, database = office.slack, office.service.database
        database.write("PRAGMA query_only = ON")
        refused = await slack.mention(slack.ada, slack.channel, "What can you do?")
        assert {delivery.answer.status for delivery in refused.deliveries} == {503}
        told = await slack.command("/dataops", "pins", slack.ada, slack.channel)
        assert told.status == 200
        assert b"cannot be used" in told.deliveries[0].answer.body
        database.read("PRAGMA query_only = OFF")
        for delivery in refused.deliveries:
            await slack.redeliver(delivery)
        await office.seen(refused.ts, "I help data-engineering teams")
