"""What is chosen behind ``/``, which nobody else sees, and where it is answered."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.teams.own_chat import NOT_KNOWN
from tests.adapters.teams.connector import Conversation
from tests.adapters.teams.form_workflow import write_survey
from tests.adapters.teams.office import Office, open_office

pytestmark = pytest.mark.doors

Patch = pytest.MonkeyPatch
HELP = "/dataops help"
CAPABLE = "I help data-engineering teams"


@pytest.fixture
async def office(tmp_path: Path, monkeypatch: Patch) -> AsyncIterator[Office]:
    write_survey(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        yield office


def place_of(office: Office, kind: str) -> Conversation:
    return office.teams.channel if kind == "channel" else office.teams.group


async def met(office: Office) -> int:
    """Write to the bot alone once; how many posts stand there then."""
    await office.teams.say(office.teams.ada, office.teams.chat, "/dataops pins")
    await office.seen(office.teams.chat, "Nothing is pinned")
    return len(office.teams.answers(office.teams.chat))


def runs(office: Office) -> int:
    return len(office.service.database.read("SELECT 1 FROM runs"))


@pytest.mark.parametrize("kind", ["group", "channel"])
async def test_it_is_answered_in_the_own_chat(office: Office, kind: str) -> None:
    teams, place = office.teams, place_of(office, kind)
    await met(office)
    chosen = await teams.slash(teams.ada, place, HELP)
    assert chosen.status == 200
    await office.seen(teams.chat, "/dataops new")
    await teams.redeliver(chosen)
    await teams.edit(chosen, f"{HELP} me")
    assert (runs(office), teams.answers(place)) == (2, [])


async def test_a_bare_command_opens_its_form_there(office: Office) -> None:
    teams = office.teams
    await met(office)
    await teams.slash(teams.ada, teams.group, "/dataops table-survey")
    form = await office.post(teams.chat, "Whose tables")
    await teams.press(teams.ada, form, "Start", inputs={"owner": "ops", "limit": "7"})
    await teams.until(lambda: runs(office) == 2)
    assert not teams.answers(teams.group)


async def test_whoever_may_do_nothing_in_the_own_chat_is_refused_there(office: Office) -> None:
    teams = office.teams
    alone = teams.world.personal(teams.bob)
    await teams.say(teams.bob, alone, HELP)
    before = await teams.until(lambda: len(teams.answers(alone)))
    await teams.slash(teams.bob, teams.group, HELP)
    await teams.until(lambda: len(teams.answers(alone)) > before)
    assert not teams.answers(teams.group)


@pytest.mark.parametrize("kind", ["group", "channel"])
async def test_without_an_own_chat_all_see_that_there_is_none_and_nothing_else(
    office: Office, kind: str
) -> None:
    teams, place = office.teams, place_of(office, kind)
    chosen = await teams.slash(teams.ada, place, HELP)
    await office.post(place, NOT_KNOWN)
    await teams.redeliver(chosen)
    await met(office)
    assert ([post.text for post in teams.answers(place)], runs(office)) == ([NOT_KNOWN], 1)


async def test_in_a_thread_that_is_said_in_the_thread(office: Office) -> None:
    teams = office.teams
    said = await teams.say(teams.ada, teams.channel, "hello")
    await teams.slash(teams.ada, teams.channel, HELP, reply_to=said)
    await office.post(teams.channel, NOT_KNOWN, said)
