"""What is for one person alone: said in their own chat, and where that takes nothing, in the conversation."""

from pathlib import Path
from typing import Any

import pytest

from adapters.teams.door import TeamsDoor
from core.chat.card import Card
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef, ThreadRef
from tests.adapters.teams.connector import Act
from tests.adapters.teams.office import Office, open_office

pytestmark = pytest.mark.doors

Patch = pytest.MonkeyPatch
REFUSED = "You may not do that here"
ASKED = "What can you do?"
NOTICE = Card(kind="notice", title="This is for Ada.")


async def refused_alone(office: Office) -> None:
    """Bob, who may do nothing, writes to the bot alone: from then on it knows his chat."""
    teams = office.teams
    chat = teams.world.personal(teams.bob)
    await teams.say(teams.bob, chat, ASKED)
    await office.seen(chat, REFUSED)


def door_of(office: Office) -> TeamsDoor:
    door = office.service.doors["teams"]
    assert isinstance(door, TeamsDoor)
    return door


async def in_channel(office: Office) -> tuple[ThreadRef, Actor]:
    """A thread of the channel, and Ada, whose chat the bot knows."""
    teams = office.teams
    await teams.say(teams.ada, teams.chat, "/dataops pins")
    await office.seen(teams.chat, "Nothing is pinned")
    said = await teams.say(teams.ada, teams.channel, "/dataops pins", mention=True)
    await office.seen(teams.channel, "Nothing is pinned", said)
    channel = ChannelRef(platform="teams", tenant=teams.tenant.id, channel=teams.channel.id)
    return channel.thread(said.id), Actor(platform="teams", tenant=teams.tenant.id, id=teams.ada.aad)


async def test_a_refusal_is_said_in_the_own_chat(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await refused_alone(office)
        said = await teams.say(teams.bob, teams.channel, ASKED, mention=True)
        await teams.until(lambda: len(teams.answers(teams.world.personal(teams.bob))) == 2)
        assert not teams.answers(teams.channel, said)


@pytest.mark.parametrize("way", ["blocked", "removed", "deleted"])
async def test_where_the_own_chat_takes_nothing_a_refusal_stands_in_the_conversation(
    tmp_path: Path, monkeypatch: Patch, way: str
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        chat = teams.world.personal(teams.bob)
        await refused_alone(office)
        if way == "blocked":
            teams.block(chat)
        elif way == "removed":
            chat.bot = False
        else:
            del teams.world.conversations[chat.id]
        said = await teams.say(teams.bob, teams.channel, ASKED, mention=True)
        shown = await office.seen(teams.channel, REFUSED, said)
        assert shown.count(REFUSED) == 1
        calls = len(teams.calls(channel=chat.id))
        again = await teams.say(teams.bob, teams.channel, ASKED, mention=True)
        await office.seen(teams.channel, REFUSED, again)
        assert len(teams.calls(channel=chat.id)) == calls  # it is forgotten until they write there


async def test_whoever_writes_in_their_chat_again_is_told_there(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        thread, ada = await in_channel(office)
        surface = door_of(office).open(thread)
        teams.block(teams.chat)
        first = await surface.say(NOTICE, key="run_1:notice", privately_to=ada)
        assert first.thread == thread
        assert await surface.say(NOTICE, key="run_1:notice", privately_to=ada) == first
        teams.chat.blocked = False
        await teams.say(teams.ada, teams.chat, "/dataops help")
        await office.seen(teams.chat, "/dataops pins")
        second = await surface.say(NOTICE, key="run_2:notice", privately_to=ada)
        assert second.thread.channel.channel == teams.chat.id


@pytest.mark.parametrize("fault", [{}, {"reset": "before"}, {"reset": "after"}], ids=str)
async def test_what_is_for_one_person_takes_no_place_that_everybody_sees(
    tmp_path: Path, monkeypatch: Patch, fault: dict[str, Any]
) -> None:
    """A run's progress card stands in the channel when something is to be said to Ada alone."""
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        thread, ada = await in_channel(office)
        for run, place in (("run_1", thread), ("run_2", thread.channel)):
            progress = Card(kind="progress", title="At work")
            begun = await door_of(office).open(thread).say(progress, key=f"{run}:progress")
            if fault:
                teams.fail("reply", times=1, **fault)
                teams.fail("send", times=1, **fault)
            ref = await door_of(office).open(place).say(NOTICE, key=f"{run}:answer", privately_to=ada)
            teams.heal()
            assert ref.thread.channel.channel == teams.chat.id
            assert teams.message(Act(teams.channel.id, begun.id)).text.startswith("At work")


async def test_a_token_is_given_where_nobody_else_reads_along(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.channel, "/dataops token", mention=True)
        assert "eyJ" not in await office.seen(teams.channel, "in our own chat", said)
        await teams.say(teams.ada, teams.chat, "/dataops token")
        assert "eyJ" in await office.seen(teams.chat, "This token is good for")
