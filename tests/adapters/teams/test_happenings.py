"""Edits, deletions, members, channels and teams that change: what the bot does about them, and what not."""

from pathlib import Path

import pytest

from adapters.teams.door import TeamsDoor
from core.chat.thread_ref import ChannelRef
from tests.adapters.teams.connector import Conversation
from tests.adapters.teams.form_workflow import write_survey
from tests.adapters.teams.office import Office, open_office
from tests.sample_workflows import gate, write_counter, write_greeter

pytestmark = pytest.mark.doors

Patch = pytest.MonkeyPatch
CAPABLE = "I help data-engineering teams"
ASKED = "report the partition skew of SALES"


def runs(office: Office) -> int:
    return len(office.service.database.read("SELECT 1 FROM runs"))


def door_of(office: Office) -> TeamsDoor:
    door = office.service.doors["teams"]
    assert isinstance(door, TeamsDoor)
    return door


def can_speak(office: Office, place: Conversation) -> bool:
    ref = ChannelRef(platform="teams", tenant=place.tenant.id, channel=place.id)
    return door_of(office).conversations.has(ref)


async def test_an_edit_that_names_the_bot_for_the_first_time_is_a_request(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.channel, "What can you do?")
        await teams.edit(said, "What can you do?", mention=True)
        await office.seen(teams.channel, CAPABLE, said)
        await teams.edit(said, "What can you really do?")
        assert runs(office) == 1


async def test_an_edit_of_what_was_asked_changes_nothing(tmp_path: Path, monkeypatch: Patch) -> None:
    opened = tmp_path / "gate"
    write_greeter(tmp_path / "workflows", body=gate(opened))
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.channel, ASKED, mention=True)
        await office.post(teams.channel, "Greet", said)
        edited = await teams.edit(said, "report the partition skew of COSTS")
        assert edited.status == 200
        opened.touch()
        await office.seen(teams.channel, f"Partition report for {ASKED}", said)
        assert runs(office) == 1


async def test_an_edit_that_does_not_name_it_is_none_of_its_business(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        teams.world.hears_all = True
        said = await teams.say(teams.ada, teams.channel, "lunch?")
        await teams.say(teams.ada, teams.channel, "What can you do?", mention=True, reply_to=said)
        await office.seen(teams.channel, CAPABLE, said)
        assert (await teams.edit(said, "lunch at one?")).status == 200
        assert runs(office) == 1


async def test_pasted_text_stays_as_it_was_asked_with(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.chat, "What can you do?\n" + "first\n" * 30)
        await office.seen(teams.chat, CAPABLE)
        await teams.edit(said, "What can you do?\n" + "second\n" * 30)
        kept = [path.read_text() for path in (tmp_path / "home" / "uploads").rglob("*") if path.is_file()]
        assert kept
        assert not [text for text in kept if "second" in text]


async def test_what_is_deleted_goes_on_and_what_is_restored_is_not_asked_again(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    opened = tmp_path / "gate"
    write_greeter(tmp_path / "workflows", body=gate(opened))
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.channel, ASKED, mention=True)
        reply = await teams.say(teams.ada, teams.channel, ASKED, mention=True, reply_to=said)
        await office.post(teams.channel, "Greet", said)
        assert (await teams.delete(reply)).status == 200
        assert (await teams.restore(reply)).status == 200
        opened.touch()
        await office.seen(teams.channel, "Partition report for", said)
        assert runs(office) == 2


async def test_a_restored_message_that_never_came_in_is_a_request(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams, address = office.teams, office.teams.app_url
        teams.app_url = "http://127.0.0.1:9/gone"
        lost = await teams.say(teams.ada, teams.chat, "What can you do?")
        assert lost.status == 0
        teams.app_url = address
        await teams.delete(lost)
        await teams.restore(lost)
        await teams.until(lambda: runs(office) == 1)


async def test_an_edit_of_a_command_that_opened_a_form_changes_nothing(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_survey(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.channel, "/dataops table-survey", mention=True)
        form = await office.post(teams.channel, "Whose tables", said)
        assert (await teams.edit(said, "/dataops table-survey owner=ops")).status == 200
        assert runs(office) == 0
        await teams.press(teams.ada, form, "Start", inputs={"owner": "ops", "limit": "7"})
        await teams.until(lambda: runs(office) == 1)


async def test_an_edit_of_a_message_whose_file_is_asked_about_changes_nothing(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams, count = office.teams, "Count the lines of this listing"
        asked = await teams.say(teams.ada, teams.channel, count, mention=True)
        await office.post(teams.channel, "Which listing", asked)
        said = await teams.say(teams.ada, teams.chat, count, files=[("july.lst", b"a\nb\n")])
        card = await office.post(teams.chat, "What is july.lst for?")
        assert (await teams.edit(said, f"{count}, please")).status == 200
        assert runs(office) == 1
        await teams.press(teams.ada, card, "What I wrote here")
        await office.seen(teams.chat, "2 lines.")
        assert runs(office) == 2


async def test_people_who_come_and_go_are_not_spoken_to(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        new = teams.world.add_person("Carl New", teams.tenant)
        assert (await teams.member_added(new, teams.channel, teams.ada)).status == 200
        assert (await teams.member_removed(new, teams.channel, teams.ada)).status == 200
        assert (await teams.member_added(new, teams.group, teams.ada)).status == 200
        said = await teams.say(teams.ada, teams.channel, "What can you do?", mention=True)
        await office.seen(teams.channel, CAPABLE, said)
        assert len(teams.messages(teams.channel)) == 1
        assert not teams.answers(teams.group)


async def test_a_channel_that_is_shared_is_known_as_one(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await teams.install(teams.ada, teams.channel)
        assert (await teams.change_channel(teams.ada, teams.channel, "channelShared")).status == 200
        shared = ChannelRef(platform="teams", tenant=teams.tenant.id, channel=teams.channel.id)
        assert (await door_of(office).channel_profile(shared)).shared


@pytest.mark.parametrize(("event", "known"), [("channelDeleted", False), ("channelRenamed", True)])
async def test_a_channel_that_is_deleted_is_forgotten(
    tmp_path: Path,
    monkeypatch: Patch,
    event: str,
    known: bool,  # noqa: FBT001 - a column
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await teams.say(teams.ada, teams.channel, "What can you do?", mention=True)
        assert can_speak(office, teams.channel)
        told = await teams.change_channel(teams.ada, teams.channel, event, "day-batch")
        assert told.status == 200
        assert can_speak(office, teams.channel) is known


@pytest.mark.parametrize(("event", "known"), [("teamDeleted", False), ("teamArchived", True)])
async def test_a_team_that_is_deleted_is_forgotten_with_all_of_its_channels(
    tmp_path: Path,
    monkeypatch: Patch,
    event: str,
    known: bool,  # noqa: FBT001 - a column
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        second = teams.world.add_channel("day-batch", teams.team)
        for place in (teams.channel, second):
            await teams.say(teams.ada, place, "What can you do?", mention=True)
        await teams.say(teams.ada, teams.group, "What can you do?", mention=True)
        await teams.change_team(teams.ada, teams.channel, event)
        assert [can_speak(office, place) for place in (teams.channel, second)] == [known, known]
        assert can_speak(office, teams.group)


async def test_with_the_bot_a_team_is_forgotten_as_a_whole(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        second = teams.world.add_channel("day-batch", teams.team)
        await teams.say(teams.ada, second, "What can you do?", mention=True)
        await teams.remove(teams.ada, teams.channel)
        assert not can_speak(office, second)


async def test_whatever_comes_again_begins_nothing_anew(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        begun = await teams.say(teams.ada, teams.chat, "/dataops new")
        await office.seen(teams.chat, "new")
        latest = await teams.say(teams.ada, teams.chat, "/dataops new")
        await teams.redeliver(begun)
        chat = ChannelRef(platform="teams", tenant=teams.tenant.id, channel=teams.chat.id)
        threads = door_of(office).chat_threads(lambda _: False)
        assert threads.current(chat, "fresh") == chat.thread(latest.id)


async def test_a_progress_card_that_got_lost_is_closed_when_somebody_presses_on_it(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    opened = tmp_path / "gate"
    write_greeter(tmp_path / "workflows", body=gate(opened))
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        teams.fail("reply", times=1, reset="after")
        said = await teams.say(teams.ada, teams.channel, ASKED, mention=True)
        await office.post(teams.channel, "Greet", said)
        lost, known = teams.answers(teams.channel, said)
        await teams.press(teams.ada, lost, "Cancel")
        await office.seen(teams.channel, "Cancelled.", said)
        await office.seen(teams.channel, "This card was left behind.", said)
        assert not teams.message(lost).buttons
        await teams.press(teams.ada, known, "Cancel")
        await teams.say(teams.ada, teams.channel, "/dataops pins", mention=True, reply_to=said)
        await office.seen(teams.channel, "Nothing is pinned", said)
        assert "left behind" not in teams.message(known).text
        opened.touch()
