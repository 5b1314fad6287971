"""What Teams vouches for about people and channels."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pytest
from structlog.testing import capture_logs

from adapters.teams.conversations import Conversations
from adapters.teams.directory import directory as directory_module
from adapters.teams.directory import members as members_module
from adapters.teams.directory.directory import TeamsDirectory
from adapters.teams.directory.members import Members
from adapters.teams.graph.client import GraphClient
from adapters.teams.graph.team_groups import TeamGroups
from adapters.teams.graph.team_owners import TeamOwners
from adapters.teams.paces import Paces
from core.chat.inbound import Actor
from core.chat.profile import ChannelProfile, PersonProfile
from core.chat.thread_ref import ChannelRef
from core.errors import PlaceGone, UserFacingError
from core.storage.database import Database
from tests.adapters.hurry import hurried
from tests.adapters.teams.cloud import cloud_at
from tests.adapters.teams.connector import Connector, Conversation, Person, open_connector
from tests.adapters.teams.connector.issued import GRAPH
from tests.adapters.teams.connector.tenant import Team
from tests.adapters.teams.wire import reference_of, transport_to

Patch = pytest.MonkeyPatch
_SCOPES: dict[str, Literal["personal", "group", "channel"]] = {
    "personal": "personal",
    "groupChat": "group",
    "channel": "channel",
}


@dataclass
class Desk:
    """A directory of a tenant, in which the bot knows the conversations that the fake begins with."""

    teams: Connector
    conversations: Conversations
    directory: TeamsDirectory

    def knows(self, place: Conversation, **changed: Any) -> None:
        """The bot was spoken to there."""
        told = {
            "conversation": place.id,
            "scope": _SCOPES[place.kind],
            "team": place.team.id if place.team else "",
            "tenant": place.tenant.id,
            "service_url": place.tenant.service_url,
        }
        self.conversations.remember(self.ref(place), reference_of(self.teams, **(told | changed)))

    async def person(self, person: Person, place: Conversation | None = None) -> PersonProfile:
        place = place or self.teams.group
        actor = Actor(platform="teams", tenant=place.tenant.id, id=person.aad or person.id)
        return await self.directory.person(actor, self.ref(place))

    async def channel(self, place: Conversation) -> ChannelProfile:
        return await self.directory.channel(self.ref(place))

    def group(self, *people: Person) -> Conversation:
        """A group chat that the bot knows."""
        place = self.teams.world.add_group(self.teams.tenant, people)
        self.knows(place)
        return place

    def team(self, *people: Person, members: int = 0) -> Team:
        """A team with a channel that the bot knows, and others in it."""
        world, tenant = self.teams.world, self.teams.tenant
        others = [world.add_person(f"Person {number}", tenant) for number in range(members)]
        team = world.add_team("Another", tenant, [*people, *others])
        self.knows(world.add_channel("general", team))
        return team

    @staticmethod
    def ref(place: Conversation) -> ChannelRef:
        return ChannelRef(platform="teams", tenant=place.tenant.id, channel=place.id)

    def names(self, *groups: str) -> frozenset[str]:
        """Groups as a policy spells them."""
        tenant = self.teams.tenant.id
        return frozenset(f"teams:{tenant}:{group.replace(':', '%3A')}" for group in groups)


@asynccontextmanager
async def open_desk(tmp_path: Path, monkeypatch: Patch, *, strict: bool = False) -> AsyncIterator[Desk]:
    async with open_connector(strict=strict) as teams:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(teams.certificate))
        transport, conversations = transport_to(teams), Conversations(Database(tmp_path / "teams.db"))

        async def token() -> str:
            return teams.issued.issue(teams.app_id, teams.tenant.id, GRAPH).token

        hosts = cloud_at(teams.metadata_url, teams.login_url).service_hosts
        groups = TeamGroups(transport.token, hosts)
        owners = TeamOwners(GraphClient(token, teams.graph.base_url), groups, teams.clock)
        members = Members(transport, Paces())
        desk = Desk(teams, conversations, TeamsDirectory(members, conversations, owners, teams.clock))
        for place in (teams.channel, teams.group, teams.chat, teams.other_channel):
            desk.knows(place)
        yield desk


@pytest.fixture
async def desk(tmp_path: Path, monkeypatch: Patch) -> AsyncIterator[Desk]:
    with hurried():
        async with open_desk(tmp_path, monkeypatch) as opened:
            yield opened


async def test_a_colleague_has_an_address_and_the_teams_they_are_in(desk: Desk) -> None:
    teams = desk.teams
    another = desk.team(teams.ada)
    assert await desk.person(teams.ada) == PersonProfile(
        email="ada@contoso.example", groups=desk.names(teams.team.id, another.id)
    )
    assert (await desk.person(teams.bob)).groups == desk.names(teams.team.id)
    elsewhere = ChannelRef(platform="teams", tenant=teams.other_tenant.id, channel=teams.other_team.id)
    assert (await desk.person(teams.eve, teams.other_channel)).groups == {str(elsewhere)}


async def test_the_address_is_the_sign_in_name_whose_domain_is_verified_and_not_the_mail(desk: Desk) -> None:
    eve, other = desk.teams.eve, desk.teams.other_channel
    eve.domain, eve.sign_in = "contoso.example", "Eve@Fabrikam.example"
    assert (await desk.person(eve, other)).email == "eve@fabrikam.example"
    eve.sign_in = "no address"
    assert not (await desk.person(eve, other)).email


@pytest.mark.parametrize(
    "changed",
    [
        {"role": "guest"},
        {"role": "Guest"},
        {"role": "anonymous"},
        {"role": "federated"},
        {"sign_in": "gus_mail.example#EXT#@contoso.example"},
        {"tenant": "99999999-8888-7777-6666-555555555555"},
    ],
)
async def test_of_a_guest_nothing_else_counts(desk: Desk, changed: dict[str, str]) -> None:
    gus = desk.teams.world.add_person("Gus Guest", desk.teams.tenant)
    desk.teams.team.members.append(gus.id)
    place = desk.group(gus)
    for name, value in changed.items():
        setattr(gus, name, value)
    assert await desk.person(gus, place) == PersonProfile(guest=True)
    assert not desk.teams.calls("paged_members")


async def test_who_is_not_in_the_conversation_any_more_is_nobody_here(desk: Desk) -> None:
    assert await desk.person(desk.teams.eve) == PersonProfile(guest=True)


async def test_one_list_of_a_team_serves_everybody_for_a_minute(desk: Desk) -> None:
    teams = desk.teams
    await desk.person(teams.ada)
    await desk.person(teams.bob)
    assert len(teams.calls("paged_members")) == 1
    teams.team.members.remove(teams.bob.id)
    assert (await desk.person(teams.bob)).groups
    teams.clock.advance(61)
    assert not (await desk.person(teams.bob)).groups


async def test_a_large_team_comes_page_by_page_and_in_a_larger_one_people_are_looked_for(
    desk: Desk, monkeypatch: Patch
) -> None:
    monkeypatch.setattr(members_module, "PAGE", 50)
    monkeypatch.setattr(members_module, "MOST_PAGES", 2)
    teams = desk.teams
    large, larger = desk.team(members=80), desk.team(members=120)
    for team in (large, larger):
        team.members.append(teams.ada.id)
    assert (await desk.person(teams.ada)).groups == desk.names(teams.team.id, large.id, larger.id)
    assert (await desk.person(teams.bob)).groups == desk.names(teams.team.id)


async def test_a_team_that_the_bot_cannot_see_is_nobodys(desk: Desk) -> None:
    gone, refusing = desk.team(desk.teams.ada), desk.team(desk.teams.ada)
    desk.teams.world.conversations[gone.channels[0]].bot = False
    desk.teams.fail("paged_members", channel=refusing.id, times=None, status=400, error="BadArgument")
    with capture_logs() as logged:
        assert (await desk.person(desk.teams.ada)).groups == desk.names(desk.teams.team.id)
    assert {each["team"] for each in logged if each["event"] == "team_not_read"} == {gone.id, refusing.id}


async def test_teams_that_were_left_or_are_of_others_are_not_asked(desk: Desk) -> None:
    desk.conversations.forget_team(desk.teams.tenant.id, desk.teams.team.id)
    assert await desk.person(desk.teams.ada) == PersonProfile(email="ada@contoso.example")
    assert not desk.teams.calls("paged_members")


async def test_owners_of_a_team_are_another_group_where_graph_tells(desk: Desk) -> None:
    teams = desk.teams
    teams.team.owners.append(teams.ada.aad)
    teams.graph.grant("GroupMember.Read.All")
    team = teams.team.id
    assert (await desk.person(teams.ada)).groups == desk.names(team, f"{team};owners")
    assert (await desk.person(teams.bob)).groups == desk.names(team)
    assert len(teams.calls("graph_owners")) == 1
    teams.team.owners.clear()
    teams.clock.advance(61)
    assert (await desk.person(teams.ada)).groups == desk.names(team)


async def test_the_name_of_the_owners_can_stand_in_a_policy(desk: Desk) -> None:
    (name,) = desk.names(f"{desk.teams.team.id};owners")
    assert str(ChannelRef.parse(name)) == name


async def test_without_the_right_nobody_is_an_owner_and_it_is_not_asked_again(desk: Desk) -> None:
    teams = desk.teams
    teams.team.owners.append(teams.ada.aad)
    with capture_logs() as logged:
        for _ in range(2):
            assert (await desk.person(teams.ada)).groups == desk.names(teams.team.id)
            teams.clock.advance(61)
    assert [each["right"] for each in logged if each["event"] == "graph_right_missing"] == [
        "GroupMember.Read.All"
    ]
    assert len(teams.calls("graph_owners")) == 1


async def test_a_team_whose_group_is_gone_has_no_owners(desk: Desk) -> None:
    desk.teams.graph.grant("GroupMember.Read.All")
    desk.teams.fail("graph_owners", times=1, status=404, error="Request_ResourceNotFound")
    assert (await desk.person(desk.teams.ada)).groups == desk.names(desk.teams.team.id)


@pytest.mark.parametrize(
    ("method", "fault"),
    [
        ("member", {"status": 502}),
        ("member", {"status": 400, "error": "BadSyntax"}),
        ("paged_members", {"status": 500}),
        ("paged_members", {"reset": "before"}),
        ("graph_owners", {"status": 400}),
    ],
)
async def test_what_is_not_told_of_a_person_is_said_in_a_sentence(
    desk: Desk, method: str, fault: dict[str, Any]
) -> None:
    desk.teams.graph.grant("GroupMember.Read.All")
    desk.teams.fail(method, times=1, **fault)
    with pytest.raises(UserFacingError, match=r"^Teams did not tell me who you are; try again"):
        await desk.person(desk.teams.ada)
    assert (await desk.person(desk.teams.ada)).email


async def test_what_takes_too_long_is_said_in_a_sentence(desk: Desk, monkeypatch: Patch) -> None:
    monkeypatch.setattr(directory_module, "SECONDS", 0.01)
    with desk.teams.hold("member"), pytest.raises(UserFacingError, match="did not tell me who you are"):
        await desk.person(desk.teams.ada)


@pytest.mark.parametrize("asked", ["person", "channel"])
async def test_where_the_bot_is_not_any_more_is_said(desk: Desk, asked: str) -> None:
    desk.teams.group.bot = False
    with pytest.raises(PlaceGone, match="not in this conversation"):
        await (desk.person(desk.teams.ada) if asked == "person" else desk.channel(desk.teams.group))


async def test_a_conversation_that_nobody_knows_is_gone(desk: Desk) -> None:
    with pytest.raises(PlaceGone):
        await desk.channel(desk.teams.world.add_group(desk.teams.tenant, [desk.teams.ada]))


@pytest.mark.parametrize(("place", "kind"), [("chat", "direct"), ("group", "group"), ("channel", "channel")])
async def test_what_a_conversation_is(desk: Desk, place: str, kind: Any) -> None:
    assert await desk.channel(getattr(desk.teams, place)) == ChannelProfile(kind=kind)


async def test_another_organisation_takes_part_where_one_of_its_people_is(desk: Desk) -> None:
    teams = desk.teams
    assert await desk.channel(desk.group(teams.ada, teams.eve)) == ChannelProfile(kind="group", shared=True)
    visited = desk.group(teams.ada, teams.world.add_guest("Ada Twin", teams.tenant))
    assert await desk.channel(visited) == ChannelProfile(kind="group", guests=True)


async def test_in_what_teams_calls_a_shared_channel_another_organisation_may_be(desk: Desk) -> None:
    desk.conversations.share(desk.ref(desk.teams.channel))
    desk.knows(desk.teams.channel)  # a message there that does not tell it again
    assert await desk.channel(desk.teams.channel) == ChannelProfile(shared=True, guests=True)
    assert not desk.teams.calls("paged_members")


async def test_where_nobody_is_to_be_seen_there_may_be_guests(desk: Desk) -> None:
    assert (await desk.channel(desk.group())).guests


async def test_where_too_many_are_there_may_be_guests(desk: Desk, monkeypatch: Patch) -> None:
    monkeypatch.setattr(members_module, "PAGE", 50)
    monkeypatch.setattr(members_module, "MOST_PAGES", 1)
    people = [desk.teams.world.add_person(f"Person {number}", desk.teams.tenant) for number in range(60)]
    with capture_logs() as logged:
        assert (await desk.channel(desk.group(*people))).guests
    assert "guests_not_counted" in [each["event"] for each in logged]


async def test_nobody_is_looked_for_where_it_makes_no_difference(desk: Desk) -> None:
    desk.directory.opens = lambda profile: profile.kind == "direct"
    assert await desk.channel(desk.teams.channel) == ChannelProfile(guests=True)
    assert not desk.teams.calls("paged_members")
    assert await desk.channel(desk.teams.chat) == ChannelProfile(kind="direct")


async def test_what_is_not_told_of_a_channel_is_said_in_a_sentence(desk: Desk) -> None:
    desk.teams.fail("paged_members", times=1, status=502)
    with pytest.raises(UserFacingError, match="did not tell me who is in this conversation"):
        await desk.channel(desk.teams.group)


async def test_a_limited_call_is_made_again(desk: Desk) -> None:
    desk.teams.fail("member", times=1, status=429, retry_after=0)
    assert (await desk.person(desk.teams.ada)).email


async def test_however_many_ask_at_once_teams_rates_are_kept(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_desk(tmp_path, monkeypatch, strict=True) as desk:
        for _ in range(4):
            assert (await desk.person(desk.teams.ada)).email
        assert desk.teams.meter is not None
        assert desk.teams.meter.refused == 0
