"""Who gets in by what Teams says of them and of the conversation: a whole service behind the door."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from adapters.teams.directory import team_rosters
from core.access import directory
from core.chat.thread_ref import ChannelRef
from tests.adapters.teams.connector import Connector, Conversation, Person
from tests.adapters.teams.office import Office, open_office

pytestmark = pytest.mark.doors

Patch = pytest.MonkeyPatch
Policy = Callable[[Connector], dict[str, Any]]

REFUSED = "You may not do that here"
ANSWER = "I help data-engineering teams"
UNKNOWN = "I do not know who or what @Bob is"
ASKED = "What can you do?"
SECRET = "my salary is this\n\n" + "\n".join(f"line {number} of a secret" for number in range(25))
"""So long that most of it counts as a file."""


def spelled(teams: Connector, identity: str) -> str:
    return str(ChannelRef(platform="teams", tenant=teams.tenant.id, channel=identity))


def by_team(teams: Connector) -> dict[str, Any]:
    """Whoever is in the team may use the bot wherever it is open."""
    return {"people": {}, "groups": {spelled(teams, teams.team.id): ["user"]}}


def by_address(_: Connector) -> dict[str, Any]:
    return {"people": {}, "domains": {"contoso.example": ["user"]}}


def by_kind(*kinds: str) -> Policy:
    """No conversation has a line of its own."""
    return lambda _: {"channels": {}, "defaults": {kind: ["*"] for kind in kinds}}


async def told(
    office: Office, person: Person, place: Conversation, text: str, wanted: str, **more: Any
) -> None:
    """Somebody says something, and gets an answer with these words."""
    before = len(office.teams.answers(place)) if place.kind != "channel" else 0
    said = await office.teams.say(person, place, text, mention=place.kind != "personal", **more)
    thread = said if place.kind == "channel" else None

    def shown() -> bool:
        return any(wanted in post.text for post in office.teams.answers(place, thread)[before:])

    await office.teams.until(shown)


async def answered(office: Office, person: Person, place: Conversation) -> None:
    """Somebody gets an answer."""
    await told(office, person, place, ASKED, ANSWER)


async def refused(
    office: Office, person: Person, place: Conversation, said: str = SECRET, **more: Any
) -> None:
    """Somebody is refused, and nothing of what they said is kept."""
    await told(office, person, place, said, REFUSED, **more)
    assert not [word for word in ("salary", "secret", "@Bob", "hush") if word in kept(office)]


def kept(office: Office) -> str:
    """Whatever the house keeps of what was said, and where files lie."""
    database = office.service.database
    rows = [*database.read("SELECT inbound FROM inbox"), *database.read("SELECT inbound FROM runs")]
    home = office.service.settings.dataops_home
    files = [path.read_text(encoding="utf-8") for path in (home / "uploads").rglob("*") if path.is_file()]
    with closing(sqlite3.connect(home / "web.db")) as doors:
        addresses = doors.execute("SELECT url FROM teams_downloads").fetchall()
    return "".join([*(row["inbound"] for row in rows), *files, str(addresses)])


async def test_whoever_is_in_the_team_gets_in_until_they_leave_it(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch, policy=by_team) as office:
        teams = office.teams
        await teams.install(teams.ada, teams.channel)
        await answered(office, teams.bob, teams.group)
        teams.team.members.remove(teams.bob.id)
        await answered(office, teams.bob, teams.group)
        for module in (directory, team_rosters):  # everything is old at once
            monkeypatch.setattr(module, "FRESH_SECONDS", 1e-9)
        await refused(office, teams.bob, teams.group, people=[teams.bob])
        await answered(office, teams.ada, teams.group)


async def test_an_address_of_the_company_lets_in_and_a_guest_with_one_stays_out(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    async with open_office(tmp_path, monkeypatch, policy=by_address) as office:
        teams = office.teams
        await answered(office, teams.bob, teams.channel)
        guest = teams.world.add_guest("Gus Guest", teams.tenant)
        assert guest.mail == "gus@contoso.example"
        await teams.member_added(guest, teams.group, teams.ada)
        await refused(office, guest, teams.group)


async def test_of_a_guest_who_is_found_out_later_neither_words_nor_files_are_kept(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    def policy(teams: Connector) -> dict[str, Any]:
        return by_address(teams) | by_kind("direct", "guests")(teams)

    async with open_office(tmp_path, monkeypatch, policy=policy) as office:
        teams = office.teams
        guest = teams.world.add_guest("Gus Guest", teams.tenant)
        alone = teams.world.personal(guest)
        with teams.hold("member") as held:
            await teams.say(guest, alone, SECRET, files=[("hush.lst", b"hush\n")])
            await held.arrived()
            assert "secret" in kept(office)
            assert "http" in kept(office)
        await office.post(alone, REFUSED)
        assert not [word for word in ("salary", "secret", "hush", "http") if word in kept(office)]
        assert not teams.files.asked


async def test_personal_chats_are_open_by_their_default_and_channels_are_not(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    async with open_office(tmp_path, monkeypatch, policy=by_kind("direct")) as office:
        teams = office.teams
        await teams.install(teams.ada, teams.chat)
        welcome = await office.post(teams.chat, "Hello, I am DataOps")
        assert "I can help you with" in welcome.text
        await answered(office, teams.ada, teams.chat)
        assert len(teams.calls("paged_members")) == 1
        alone = teams.world.personal(teams.bob)
        await refused(office, teams.bob, alone, f"{SECRET} hush", files=[("hush.lst", b"hush\n")])
        await teams.say(teams.ada, teams.channel, SECRET, mention=True)
        await office.seen(teams.chat, REFUSED)
        assert "secret" not in kept(office)
        assert len(teams.calls("paged_members")) == 2, "who is in a channel nobody needs to know"


async def test_group_chats_are_open_by_their_default_but_for_those_with_others(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    async with open_office(tmp_path, monkeypatch, policy=by_kind("group")) as office:
        teams = office.teams
        await answered(office, teams.ada, teams.group)
        shared = teams.world.add_group(teams.tenant, [teams.ada, teams.eve])
        visited = teams.world.add_group(
            teams.tenant, [teams.ada, teams.world.add_guest("Gus Guest", teams.tenant)]
        )
        for place in (shared, visited):
            await refused(office, teams.ada, place)


async def test_while_teams_does_not_tell_nobody_gets_in_and_it_can_be_tried_again(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    async with open_office(tmp_path, monkeypatch, policy=by_address) as office:
        teams = office.teams
        teams.fail("member", times=1, status=502)
        said = await teams.say(teams.bob, teams.channel, ASKED, mention=True)
        card = await office.post(teams.channel, "I could not look up who may do what here just now", said)
        await teams.press(teams.bob, card, "Try again")
        await office.seen(teams.channel, ANSWER, said)


@pytest.mark.parametrize("place", ["channel", "group"])
async def test_a_role_is_given_by_a_mention_and_by_nothing_that_only_looks_like_one(
    tmp_path: Path, monkeypatch: Patch, place: str
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        where: Conversation = getattr(teams, place)
        await refused(office, teams.bob, where)
        grant = "/dataops admin grant @Bob Kahn user because he is on call"
        await told(office, teams.ada, where, grant, UNKNOWN)
        given = f"{spelled(teams, teams.bob.aad)} is now user."
        await told(office, teams.ada, where, grant, given, people=[teams.bob])
        await answered(office, teams.bob, where)


async def test_of_two_people_with_one_name_nobody_is_given_a_role(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        twin = teams.world.add_person("Bob Kahn", teams.tenant)
        teams.team.members.append(twin.id)
        grant = "/dataops admin grant @Bob Kahn user and @Bob Kahn"
        await told(office, teams.ada, teams.channel, grant, UNKNOWN, people=[teams.bob, twin])
        assert not teams.calls("member")


async def test_whoever_a_mention_means_is_asked_for_commands_only_and_not_for_long(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await told(office, teams.ada, teams.group, "@Bob Kahn what runs after it?", "", people=[teams.bob])
        assert not teams.calls("member")
        teams.fail("member", times=1, status=502)
        grant = "/dataops admin grant @Bob Kahn user"
        await told(office, teams.ada, teams.group, grant, UNKNOWN, people=[teams.bob])


async def test_roles_are_given_to_teams_and_to_their_owners(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch, teams_graph="read") as office:
        teams = office.teams
        teams.graph.grant("Files.Read.All", "GroupMember.Read.All")
        teams.team.owners.append(teams.bob.aad)
        carl = teams.world.add_person("Carl Doe", teams.tenant)
        for members in (teams.team.members, teams.group.people):
            members.append(carl.id)
        await teams.install(teams.ada, teams.channel)
        owners = spelled(teams, f"{teams.team.id};owners")
        grant = "/dataops admin grant group {} user"
        await told(office, teams.ada, teams.group, grant.format(owners), f"{owners} is now user.")
        await answered(office, teams.bob, teams.group)
        await refused(office, carl, teams.group)
        team = spelled(teams, teams.team.id)
        await told(office, teams.ada, teams.group, grant.format(team), f"{team} is now user.")
        await answered(office, carl, teams.group)
