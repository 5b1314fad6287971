"""What is said where the bot is added: once, and no more than the policy opens."""

import asyncio
from pathlib import Path

import pytest

from adapters.teams.telling import Telling
from core.chat.thread_ref import ChannelRef
from tests.adapters.teams.connector import Conversation
from tests.adapters.teams.connector.post import Post
from tests.adapters.teams.office import Office, open_office, serving
from tests.sample_workflows import write_counter, write_greeter

pytestmark = pytest.mark.doors

Patch = pytest.MonkeyPatch
HELLO = "Hello, I am DataOps"
COUNTS = "Counts the lines of ledger listings"


def welcomes(office: Office, place: Conversation) -> list[Post]:
    return [post for post in office.teams.answers(place) if HELLO in post.text]


def spelled(place: Conversation) -> str:
    return str(ChannelRef(platform="teams", tenant=place.tenant.id, channel=place.id))


async def test_whoever_adds_it_for_themselves_is_told_what_it_can_do_and_what_to_say(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        added = await teams.install(teams.ada, teams.chat)
        assert added.status == 200
        card = await office.post(teams.chat, HELLO)
        assert COUNTS in card.text
        assert "What can you do?" in card.text
        assert "Count the lines of this listing" in card.text
        assert "@DataOps" not in card.text
        await teams.say(teams.ada, teams.chat, "/dataops pins")
        await office.seen(teams.chat, "Nothing is pinned")
        assert len(welcomes(office, teams.chat)) == 1


@pytest.mark.parametrize("kind", ["channel", "group"])
async def test_where_others_are_it_says_once_how_it_is_spoken_to(
    tmp_path: Path, monkeypatch: Patch, kind: str
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        place: Conversation = getattr(teams, kind)
        added = await teams.install(teams.ada, place)
        await teams.redeliver(added)
        card = await office.post(place, HELLO)
        assert "Mention me" in card.text
        assert "@DataOps What can you do?" in card.text
        await teams.install(teams.ada, place, upgrade=True)
        said = await teams.say(teams.ada, place, "/dataops pins", mention=True)
        await office.seen(place, "Nothing is pinned", said if kind == "channel" else None)
        assert len(welcomes(office, place)) == 1


async def test_a_place_that_the_policy_does_not_name_is_told_how_it_is_opened(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_counter(tmp_path / "workflows")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        place = teams.world.add_channel("new", teams.team, bot=False)
        await teams.install(teams.ada, place)
        card = await office.post(place, HELLO)
        assert spelled(place) in card.text
        assert "channels of the policy" in card.text
        assert teams.ada.aad not in card.text  # others read it
        assert COUNTS not in card.text
        chat = teams.world.personal(teams.bob, bot=False)
        await teams.install(teams.bob, chat)
        alone = await office.post(chat, HELLO)
        assert spelled(chat) in alone.text
        assert f"teams:{teams.tenant.id}:{teams.bob.aad}" in alone.text


async def test_it_shows_what_the_place_and_the_person_may_do_and_no_more(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    write_counter(tmp_path / "workflows")
    write_greeter(tmp_path / "workflows")
    rights = ("workflow.line_counter.invoke",)
    async with open_office(tmp_path, monkeypatch, channel_rights=rights) as office:
        teams = office.teams
        await teams.install(teams.ada, teams.channel)
        card = await office.post(teams.channel, HELLO)
        assert COUNTS in card.text
        assert "skew" not in card.text
        await teams.install(teams.bob, teams.group)
        other = await office.post(teams.group, HELLO)
        assert COUNTS not in other.text
        assert "policy" in other.text


async def test_whoever_adds_it_anew_is_welcomed_anew(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await teams.install(teams.ada, teams.chat)
        await office.post(teams.chat, HELLO)
        await teams.remove(teams.ada, teams.chat)
        await teams.install(teams.ada, teams.chat)
        await teams.until(lambda: len(welcomes(office, teams.chat)) == 2)


async def test_the_answer_to_teams_does_not_wait_for_it(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        with teams.hold("reply") as held:
            added = await teams.install(teams.ada, teams.chat)
            assert added.status == 200
            await held.arrived()
            assert not welcomes(office, teams.chat)
        await office.post(teams.chat, HELLO)


async def test_what_a_process_could_not_say_any_more_the_next_one_says(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        died = asyncio.Event()

        async def dies(*_: object, **__: object) -> None:
            died.set()
            raise RuntimeError

        with monkeypatch.context() as dying:
            dying.setattr(Telling, "tell", dies)
            added = await teams.install(teams.ada, teams.chat)
            assert added.status == 200
            await died.wait()
        assert not welcomes(office, teams.chat)
        async with serving(teams, office.service.settings):
            await office.post(teams.chat, HELLO)
        async with serving(teams, office.service.settings):
            await teams.say(teams.ada, teams.chat, "/dataops pins")
            await office.seen(teams.chat, "Nothing is pinned")
        assert len(welcomes(office, teams.chat)) == 1


@pytest.mark.parametrize(
    "fault", [{"reset": "after"}, {"status": 403, "error": "BotNotInConversationRoster"}]
)
async def test_a_welcome_that_got_lost_or_is_refused_is_not_repeated(
    tmp_path: Path, monkeypatch: Patch, fault: dict[str, str]
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        teams.fail("reply", times=1, **fault)  # type: ignore[arg-type]  # a case
        await teams.install(teams.ada, teams.chat)
        await teams.until(lambda: teams.calls("reply"))
        async with serving(teams, office.service.settings):
            await teams.say(teams.ada, teams.chat, "/dataops pins")
            await office.seen(teams.chat, "Nothing is pinned")
        assert len(welcomes(office, teams.chat)) == ("reset" in fault)


async def test_many_workflows_are_counted(tmp_path: Path, monkeypatch: Patch) -> None:
    for number in range(6):
        write_greeter(tmp_path / "workflows", name=f"greeter_{number}")
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await teams.install(teams.ada, teams.chat)
        card = await office.post(teams.chat, HELLO)
        assert card.text.count("Reports partition skew") == 4
        assert "And 3 more: /dataops help lists them." in card.text


async def test_where_nothing_is_open_it_says_so(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch, channel_rights=("artifact.read",)) as office:
        await office.teams.install(office.teams.ada, office.teams.chat)
        card = await office.post(office.teams.chat, HELLO)
        assert "Nothing is open to you here yet" in card.text


async def test_where_it_was_spoken_to_before_it_is_no_newcomer(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await teams.say(teams.ada, teams.group, "/dataops pins", mention=True)
        await office.seen(teams.group, "Nothing is pinned")
        await teams.install(teams.ada, teams.group, upgrade=True)
        await teams.say(teams.ada, teams.group, "/dataops artifacts", mention=True)
        await teams.until(lambda: len(teams.answers(teams.group)) == 4)
        assert not welcomes(office, teams.group)
