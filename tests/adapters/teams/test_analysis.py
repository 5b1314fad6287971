"""The message action: what became of it is told in a dialog that nobody else sees."""

import asyncio
from pathlib import Path

import pytest

from adapters.teams import analysis
from adapters.teams.door import TeamsDoor
from core.chat.thread_ref import ChannelRef
from tests.adapters.teams.connector import Act, Conversation, Delivery
from tests.adapters.teams.office import Office, open_office

pytestmark = pytest.mark.doors

Patch = pytest.MonkeyPatch
PASTED = "look\n" + "line of a listing\n" * 30


def runs(office: Office) -> int:
    return len(office.service.database.read("SELECT 1 FROM runs"))


def door_of(office: Office) -> TeamsDoor:
    door = office.service.doors["teams"]
    assert isinstance(door, TeamsDoor)
    return door


def channel_of(place: Conversation) -> ChannelRef:
    return ChannelRef(platform="teams", tenant=place.tenant.id, channel=place.id)


async def pasted(office: Office) -> Act:
    teams = office.teams
    return await teams.say(teams.bob, teams.channel, PASTED)


@pytest.mark.parametrize("fetch", [False, True], ids=["sent at once", "asks for a dialog"])
async def test_what_is_read_is_told_to_who_chose_it(
    tmp_path: Path,
    monkeypatch: Patch,
    fetch: bool,  # noqa: FBT001 - a case
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams, said = office.teams, await pasted(office)
        told = await teams.message_action(teams.ada, said, "analyse", fetch=fetch)
        assert told.text == "I am reading it; the answer comes in its thread."
        await teams.until(lambda: teams.answers(teams.channel, said))
        assert runs(office) == 1


async def test_a_message_with_nothing_to_read_is_answered_to_who_chose_it_alone(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await teams.say(teams.bob, teams.channel, "/dataops cancel everything")
        told = await teams.message_action(teams.ada, said, "analyse", fetch=False)
        assert "nothing that I could read" in told.text
        assert "a code block of three lines or more" in told.text
        assert runs(office) == 0
        assert not teams.answers(teams.channel, said)


async def test_where_the_bot_is_not_it_can_be_added_and_reads_on(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        teams.group.bot = False
        said = await teams.say(teams.bob, teams.group, PASTED)
        told = await teams.message_action(teams.ada, said, "analyse", fetch=False)
        assert "I am not in this conversation" in told.text
        assert told.buttons[0].data == {"msteams": {"justInTimeInstall": True}}
        assert runs(office) == 0
        assert not door_of(office).conversations.has(channel_of(teams.group))
        await teams.install(teams.ada, teams.group)
        added = await teams.submit(told, label="Add DataOps")
        assert added.text == "I am reading it; the answer comes in this chat."
        await teams.until(lambda: runs(office) == 1)


async def test_where_it_was_taken_out_unseen_it_is_told_and_forgotten(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await teams.say(teams.ada, teams.group, "/dataops pins", mention=True)
        await office.seen(teams.group, "Nothing is pinned")
        teams.group.bot = False
        said = await teams.say(teams.bob, teams.group, PASTED)
        told = await teams.message_action(teams.ada, said, "analyse", fetch=False)
        assert "I am not in this conversation" in told.text
        assert not door_of(office).conversations.has(channel_of(teams.group))


async def test_who_is_not_in_the_conversation_that_the_bot_is_in_is_answered(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams, said = office.teams, await pasted(office)
        teams.fail("member", times=None, status=404, error="MemberNotFoundInConversation")
        told = await teams.message_action(teams.ada, said, "analyse", fetch=False)
        assert "I am reading it" in told.text


async def test_where_teams_did_not_say_and_it_is_not_it_is_forgotten_when_that_is_seen(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        teams.group.bot = False
        said = await teams.say(teams.bob, teams.group, PASTED)
        with teams.hold("send"):
            teams.fail("member", times=1, status=502)
            await teams.message_action(teams.ada, said, "analyse", fetch=False)
            assert door_of(office).conversations.has(channel_of(teams.group))
        async with asyncio.timeout(5):
            while door_of(office).conversations.has(channel_of(teams.group)):
                await asyncio.sleep(0)


@pytest.mark.parametrize("fault", [{"status": 502}, {"status": 429}, {"reset": "before"}])
async def test_where_teams_does_not_say_it_tries(
    tmp_path: Path, monkeypatch: Patch, fault: dict[str, object]
) -> None:
    monkeypatch.setattr(analysis, "ASKING_SECONDS", 0.2)
    async with open_office(tmp_path, monkeypatch) as office:
        teams, said = office.teams, await pasted(office)
        teams.fail("member", times=None, **fault)  # type: ignore[arg-type]  # a case
        told = await teams.message_action(teams.ada, said, "analyse", fetch=False)
        assert "I am reading it" in told.text


async def test_nobody_is_added_to_a_chat_of_two(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        between = teams.world.add_chat_of_two(teams.ada, teams.bob)
        said = await teams.say(teams.bob, between, PASTED)
        told = await teams.message_action(teams.ada, said, "analyse", fetch=False)
        assert "a chat of two people" in told.text
        assert runs(office) == 0
        ada = f"teams:{teams.tenant.id}:{teams.ada.aad}"
        assert door_of(office).conversations.with_person(ada) is None


async def test_whoever_may_not_is_told_alone_and_nothing_is_kept(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams, said = office.teams, await pasted(office)
        told = await teams.message_action(teams.bob, said, "analyse", fetch=False)
        assert "You may not do that here" in told.text
        assert (runs(office), teams.answers(teams.channel, said)) == (0, [])
        assert not teams.calls("member")


async def test_what_is_not_chosen_at_a_message_is_told_where_it_is(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams, said = office.teams, await pasted(office)
        told = await teams.message_action(teams.ada, said, "analyse", fetch=False)
        del told.command["messagePayload"]
        again = await teams.courier.deliver(
            Delivery({**told.activity, "id": "f:again", "value": told.command})
        )
        assert b"in the menu of a message" in again[0].answer.body
