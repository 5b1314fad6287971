"""The message shortcut: a message of anybody's is read on behalf of who chose it."""

import json
from pathlib import Path

import pytest

from tests.adapters.slack.office import Office, open_office
from tests.sample_workflows import write_counter

pytestmark = pytest.mark.doors

LISTING = [("july.lst", b"a\nb\nc\n")]


async def told(office: Office) -> str:
    """What one person alone was told through the shortcut's own address."""
    answers = await office.slack.until(lambda: office.slack.responded)
    assert [each.user for each in answers] == [office.slack.ada] * len(answers)
    return json.dumps([each.body for each in answers])


async def test_the_file_of_somebodys_message_is_analysed_in_its_thread(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        shared = await slack.say(slack.bob, slack.channel, "the new listing", files=LISTING)
        done = await slack.message_shortcut("analyse", shared, user=slack.ada)
        assert (done.status, done.body) == (200, b"")
        await office.seen(shared.ts, "3 lines.")
        runs = office.service.database.read("SELECT inbound FROM runs")
        assert [json.loads(row["inbound"])["actor"]["id"] for row in runs] == [slack.ada]
        assert slack.responded == []


async def test_the_words_of_the_message_are_no_order(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path) as office:
        slack = office.slack
        shared = await slack.say(slack.bob, slack.channel, "/dataops pin", files=LISTING)
        await slack.message_shortcut("analyse", shared, user=slack.ada)
        shown = await office.seen(shared.ts, "3 lines.")
        assert "Pinned" not in shown


async def test_a_pasted_block_is_read_like_a_file(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        pasted = await slack.say(slack.bob, slack.channel, "look:\n```\none\ntwo\nthree\n```")
        await slack.message_shortcut("analyse", pasted, user=slack.ada)
        await office.seen(pasted.ts, "Nothing that is open to you here reads pasted-1.txt.")


async def test_a_message_with_nothing_to_read_says_so_to_who_chose_it(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        said = await slack.say(slack.bob, slack.channel, "nothing here")
        await slack.message_shortcut("analyse", said, user=slack.ada)
        assert "nothing that I could read" in await told(office)
        assert len(slack.messages(slack.channel, said.ts)) == 1
        assert office.service.database.read("SELECT * FROM runs") == []


async def test_a_file_that_is_kept_elsewhere_is_named(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        shared = await slack.share_external(slack.bob, slack.channel, "plan.gdoc", "https://docs.example/d/1")
        await slack.message_shortcut("analyse", shared, user=slack.ada)
        assert "is kept outside Slack" in await told(office)


@pytest.mark.parametrize("known", [True, False], ids=["channel known", "channel unknown"])
async def test_where_the_bot_is_no_member_the_way_to_invite_it_is_told(
    tmp_path: Path,
    known: bool,  # noqa: FBT001 - a case
) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        secret = slack.world.add_channel("secret", slack.team, members=(slack.ada,)).id
        shared = await slack.say(slack.ada, office.finance if known else secret, "see", files=LISTING)
        await slack.message_shortcut("analyse", shared)
        sentence = "invite me with /invite" if known else "You may not do that here"
        assert sentence in await told(office)


async def test_who_may_not_is_told_so_alone(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        shared = await slack.say(slack.bob, slack.channel, "see", files=LISTING)
        await slack.message_shortcut("analyse", shared)
        alone = await slack.until(lambda: slack.ephemerals(slack.bob))
        assert "You may not do that here" in alone[0].text


async def test_another_shortcut_is_left_alone(tmp_path: Path) -> None:
    async with open_office(tmp_path) as office:
        slack = office.slack
        shared = await slack.say(slack.ada, slack.channel, "see", files=LISTING)
        assert (await slack.message_shortcut("other", shared)).status == 200
        assert office.service.database.read("SELECT * FROM runs") == []
