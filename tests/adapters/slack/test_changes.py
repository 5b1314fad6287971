"""What happens to the places and messages of runs while they are on."""

from pathlib import Path

import pytest

from core.chat.thread_ref import ChannelRef, ThreadRef
from core.runs.run import Run
from tests.adapters.slack.office import Office, open_office
from tests.sample_workflows import asking, gate, write_greeter

pytestmark = pytest.mark.doors

ASKED = "report the partition skew of SALES"


def ended(office: Office, thread: str) -> list[Run]:
    """The runs of a thread that have ended."""
    place = ChannelRef(platform="slack", tenant=office.slack.team, channel=office.slack.channel)
    rows = office.service.database.read(
        "SELECT run_id FROM runs WHERE thread = ?", (str(ThreadRef(channel=place, thread=thread)),)
    )
    runs = [office.service.records.runs.get(row["run_id"]) for row in rows]
    return [run for run in runs if run is not None and run.state.final]


@pytest.mark.parametrize(
    ("how", "sentence"), [("bot_removed", "invite me"), ("channel_archive", "is archived")]
)
async def test_work_goes_to_its_end_once_where_the_bot_was_sent_away(
    tmp_path: Path, how: str, sentence: str
) -> None:
    opened, begun = tmp_path / "gate", tmp_path / "begun"
    note = f"import os, pathlib; pathlib.Path({str(begun)!r}).mkdir()"  # a second time would fail
    body = f"{note}; {gate(opened)}"
    write_greeter(tmp_path / "workflows", body=body)
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.mention(slack.ada, slack.channel, ASKED)
        await office.seen(said.ts, "Greet")
        await getattr(slack, how)(slack.channel, slack.ada)
        opened.touch()
        await office.rest()
        (run,) = ended(office, said.ts)
        assert run.outcome is not None
        assert run.outcome.response is not None
        assert sentence in run.outcome.response.result
        assert run.attempt == 1


async def test_a_question_waits_until_the_bot_is_back(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body=asking())
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.mention(slack.ada, slack.channel, ASKED)
        await office.seen(said.ts, "Are you sure?")
        await slack.bot_removed(slack.channel, slack.ada)
        await slack.bot_added(slack.channel, slack.ada)
        await slack.say(slack.ada, slack.channel, "yes", thread_ts=said.ts)
        await office.seen(said.ts, "Partition report for True")


async def test_an_edit_and_a_deletion_change_nothing_about_what_was_asked(tmp_path: Path) -> None:
    opened = tmp_path / "gate"
    write_greeter(tmp_path / "workflows", body=gate(opened))
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.mention(slack.ada, slack.channel, ASKED)
        await office.seen(said.ts, "Greet")
        message = slack.message(slack.channel, said.ts)
        await slack.edit(message, f"<@{slack.install.bot_user}> {ASKED} and of ORDERS")
        await slack.delete(slack.message(slack.channel, said.ts))
        opened.touch()
        shown = await office.seen(said.ts, "Partition report for")
        assert shown.count("Partition report for") == 1


async def test_an_edit_that_names_the_bot_for_the_first_time_is_a_request(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.say(slack.ada, slack.channel, "What can you do?")
        message = slack.message(slack.channel, said.ts)
        await slack.edit(message, f"<@{slack.install.bot_user}> What can you do?")
        shown = await office.seen(said.ts, "I help data-engineering teams")
        assert shown.count("I help data-engineering teams") == 1
