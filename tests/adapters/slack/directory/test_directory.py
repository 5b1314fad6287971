"""What Slack vouches for about people and channels."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from structlog.testing import capture_logs

from adapters.slack.directory import guests, roster
from adapters.slack.directory.directory import SlackDirectory
from adapters.slack.directory.shapes import UserGroupShape
from adapters.slack.workspace import OneWorkspace
from core.chat.inbound import Actor
from core.chat.profile import ChannelProfile, PersonProfile
from core.chat.thread_ref import ChannelRef
from core.errors import PlaceGone, UserFacingError
from tests.adapters.slack.workspace import BOT_SCOPES, Clock, Workspace, open_workspace

SCOPES = BOT_SCOPES | {"users:read.email"}


@dataclass
class Desk:
    """A directory of a workspace, or of a whole organisation."""

    slack: Workspace
    directory: SlackDirectory
    tenant: str

    async def person(self, user: str) -> PersonProfile:
        return await self.directory.person(Actor(platform="slack", tenant=self.tenant, id=user))

    async def channel(self, channel: str) -> ChannelProfile:
        return await self.directory.channel(ChannelRef(platform="slack", tenant=self.tenant, channel=channel))

    def add(self, name: str, **fields: Any) -> str:
        """Another person of the workspace."""
        person = self.slack.world.add_person(name, self.slack.team)
        for field, value in fields.items():
            setattr(person, field, value)
        return person.id

    def place(self, *members: str, **fields: Any) -> str:
        """A channel with the bot and others."""
        everybody = (self.slack.install.bot_user, self.slack.ada, *members)
        return self.slack.world.add_channel("place", self.slack.team, members=everybody, **fields).id


@asynccontextmanager
async def open_desk(**settings: Any) -> AsyncIterator[Desk]:
    async with open_workspace(**({"scopes": SCOPES} | settings)) as slack:
        workspaces = OneWorkspace(slack.bot_token, slack.api_url)
        tenant = (await workspaces.of("")).team
        yield Desk(slack, SlackDirectory(workspaces, slack.clock), tenant)


async def test_a_colleague_has_an_address_and_the_groups_they_are_in() -> None:
    async with open_desk() as desk:
        slack = desk.slack
        slack.world.usergroups |= {"S1": (slack.ada,), "S2": (slack.ada, slack.bob), "S3": (slack.ada,)}
        slack.world.disabled_usergroups.add("S3")
        desk.slack.world.people[slack.ada].name = "Ada"
        groups = frozenset({f"slack:{slack.team}:S1", f"slack:{slack.team}:S2"})
        assert await desk.person(slack.ada) == PersonProfile(email="ada@example.com", groups=groups)
        assert (await desk.person(slack.bob)).groups == {f"slack:{slack.team}:S2"}


@pytest.mark.parametrize(
    "fields",
    [
        {"is_guest": True},
        {"is_single_channel_guest": True},
        {"is_bot": True},
        {"deleted": True},
        {"team": "TELSEWHERE"},
    ],
)
async def test_whoever_does_not_belong_there_has_neither_an_address_nor_groups(
    fields: dict[str, Any],
) -> None:
    async with open_desk() as desk:
        eve = desk.add("eve", **fields)
        desk.slack.world.usergroups["S1"] = (eve,)
        desk.place(eve)  # a channel in common: Slack does not call her a stranger
        assert await desk.person(eve) == PersonProfile(guest=True)


async def test_whom_slack_does_not_know_is_a_guest() -> None:
    async with open_desk() as desk:
        assert await desk.person("UNOBODY") == PersonProfile(guest=True)


@pytest.mark.parametrize("name", ["a b", "", "a@b", "ada<x>"])
async def test_an_address_that_is_not_confirmed_or_is_none_does_not_count(name: str) -> None:
    async with open_desk() as desk:
        assert (await desk.person(desk.add("ann", email_confirmed=False))).email == ""
        assert (await desk.person(desk.add(name))).email == ""


async def test_people_of_the_same_organisation_are_no_guests_and_others_are() -> None:
    async with open_desk(grid="workspace") as desk:
        world = desk.slack.world
        sister, other = world.add_team("Sister"), world.add_team("Elsewhere", in_grid=False)
        sue, eve = world.add_person("sue", sister.id).id, world.add_person("eve", other.id).id
        desk.place(sue, eve)
        assert not (await desk.person(sue)).guest
        assert (await desk.person(eve)).guest


async def test_an_organisation_asks_about_groups_in_each_of_its_workspaces() -> None:
    async with open_desk(grid="org") as desk:
        slack = desk.slack
        slack.world.usergroups["S1"] = (slack.ada,)
        found = await desk.person(slack.ada)
        assert (found.guest, found.groups) == (False, frozenset({f"slack:{desk.tenant}:S1"}))
        assert desk.tenant.startswith("E")
        assert [call.args["team_id"] for call in slack.calls("usergroups.list")] == [slack.team]
        assert await desk.channel(desk.place(slack.bob)) == ChannelProfile()


@pytest.mark.parametrize("fields", [{"date_delete": 1446670362}, {"is_external": True}])
def test_a_group_that_is_disabled_or_of_another_company_does_not_count(fields: dict[str, Any]) -> None:
    assert UserGroupShape(id="S1", date_delete=0, is_external=False).counts
    assert not UserGroupShape(id="S1", **fields).counts


async def test_the_groups_of_all_come_in_one_call_and_a_minute_later_anew() -> None:
    clock = Clock()
    async with open_desk(clock=clock) as desk:
        slack = desk.slack
        slack.world.usergroups["S1"] = (slack.ada, slack.bob)
        assert (await desk.person(slack.ada)).groups
        slack.world.usergroups["S1"] = ()
        assert (await desk.person(slack.bob)).groups
        assert len(slack.calls("usergroups.list")) == 1
        clock.advance(60)
        assert not (await desk.person(slack.ada)).groups


@pytest.mark.parametrize("error", ["missing_scope", "plan_upgrade_required"])
async def test_without_user_groups_there_is_still_the_address(error: str) -> None:
    async with open_desk() as desk:
        desk.slack.fail("usergroups.list", error=error, times=None)
        with capture_logs() as logs:
            assert await desk.person(desk.slack.ada) == PersonProfile(email="ada@example.com")
        assert [each["reason"] for each in logs if each["event"] == "user_groups_not_listed"] == [error]


async def test_without_the_scope_for_addresses_there_is_none() -> None:
    async with open_desk(scopes=BOT_SCOPES) as desk:
        assert await desk.person(desk.slack.ada) == PersonProfile()


@pytest.mark.parametrize("method", ["users.info", "usergroups.list", "auth.test"])
async def test_what_slack_does_not_tell_of_a_person_is_said_in_a_sentence(method: str) -> None:
    async with open_desk() as desk:
        desk.slack.fail(method, error="internal_error", times=None)
        with pytest.raises(
            UserFacingError, match=r"did not tell me who you are \(internal_error\); try again"
        ):
            await desk.person(desk.slack.ada)


async def test_a_limit_is_waited_for() -> None:
    async with open_desk() as desk:
        desk.slack.fail("users.info", status=429, retry_after=0)
        assert (await desk.person(desk.slack.ada)).email


async def test_the_kinds_of_channels() -> None:
    async with open_desk() as desk:
        slack = desk.slack
        own = slack.world.im(slack.ada, slack.install).id
        assert await desk.channel(own) == ChannelProfile(kind="direct")
        assert await desk.channel(desk.place(kind="mpim")) == ChannelProfile(kind="group")
        assert await desk.channel(desk.place(kind="group")) == ChannelProfile()
        assert await desk.channel(slack.channel) == ChannelProfile()


@pytest.mark.parametrize("fields", [{"connected": ("TELSEWHERE",)}, {"invited": ("TELSEWHERE",)}])
@pytest.mark.parametrize("kind", ["channel", "group", "mpim"])
async def test_a_channel_of_two_companies_is_shared_also_before_the_other_one_came(
    kind: str, fields: dict[str, Any]
) -> None:
    async with open_desk() as desk:
        place = desk.place(kind=kind)
        for field, value in fields.items():
            setattr(desk.slack.world.channels[place], field, value)
        assert (await desk.channel(place)).shared
        assert desk.slack.calls("conversations.members") == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"is_guest": True}, ChannelProfile(kind="direct", guests=True)),
        ({"team": "TELSEWHERE"}, ChannelProfile(kind="direct", shared=True, guests=True)),
    ],
)
async def test_a_conversation_with_a_guest_is_one(fields: dict[str, Any], told: ChannelProfile) -> None:
    async with open_desk() as desk:
        slack = desk.slack
        eve = desk.add("eve")
        own = slack.world.im(eve, slack.install).id
        for field, value in fields.items():
            setattr(slack.world.people[eve], field, value)
        assert await desk.channel(own) == told


async def test_a_guest_in_a_channel_is_found_and_a_bot_is_none() -> None:
    async with open_desk() as desk:
        assert not (await desk.channel(desk.place(desk.add("robot", is_bot=True, is_guest=True)))).guests
        assert (await desk.channel(desk.place(desk.add("eve", is_guest=True)))).guests
        assert (await desk.channel(desk.place("UNOBODY"))).guests
        assert desk.slack.calls("users.list") == []


async def test_of_a_large_channel_the_list_of_all_people_is_read_once_an_hour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guests, "FEW", 2)
    clock = Clock()
    async with open_desk(clock=clock) as desk:
        slack = desk.slack
        many = [desk.add(f"p{number}") for number in range(4)]
        place = desk.place(*many)
        assert not (await desk.channel(place)).guests
        assert not (await desk.channel(desk.place(*many[1:]))).guests
        assert len(slack.calls("users.list")) == 1
        slack.world.channels[place].members.append(desk.add("late", is_guest=True))
        assert (await desk.channel(place)).guests, "who is not on the list is asked for"
        slack.world.people[many[0]].is_guest = True
        assert not (await desk.channel(desk.place(*many))).guests
        clock.advance(3600)
        assert (await desk.channel(desk.place(*many))).guests
        assert len(slack.calls("users.list")) == 2


async def test_two_large_channels_at_once_have_the_list_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guests, "FEW", 0)
    async with open_desk() as desk:
        places = [desk.place(desk.slack.bob), desk.place()]
        await asyncio.gather(*map(desk.channel, places))
        assert len(desk.slack.calls("users.list")) == 1


async def test_long_lists_come_page_by_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guests, "FEW", 1)
    monkeypatch.setattr(guests, "PAGE", 3)
    monkeypatch.setattr(roster, "PAGE", 3)
    async with open_desk() as desk:
        many = [desk.add(f"p{number}") for number in range(6)]
        assert not (await desk.channel(desk.place(*many))).guests
        eve = desk.add("eve", is_guest=True)
        assert (await desk.channel(desk.place(*many, eve))).guests
        assert len(desk.slack.calls("users.list")) == 3
        assert [call.args["cursor"] != "" for call in desk.slack.calls("users.list")] == [False, True, True]


@pytest.mark.parametrize(
    ("module", "bound", "value", "reason"),
    [
        (guests, "MOST_PAGES", 1, "TooMany"),
        (roster, "MOST_PAGES", 1, "TooMany"),
        (guests, "SECONDS", 0.0, "TimeoutError"),
    ],
)
async def test_where_it_would_take_too_much_there_are_guests(
    monkeypatch: pytest.MonkeyPatch, module: Any, bound: str, value: float, reason: str
) -> None:
    for each in (guests, roster):
        monkeypatch.setattr(each, "PAGE", 4)
    monkeypatch.setattr(guests, "FEW", 1)
    monkeypatch.setattr(module, bound, value)
    async with open_desk() as desk:
        place = desk.place(*[desk.add(f"p{number}") for number in range(6)])
        with capture_logs() as logs:
            assert (await desk.channel(place)).guests
        assert [each["reason"] for each in logs if each["event"] == "guests_not_counted"] == [reason]


async def test_without_the_scope_to_see_members_there_are_guests() -> None:
    async with open_desk() as desk:
        desk.slack.fail("conversations.members", error="missing_scope", times=None)
        assert (await desk.channel(desk.slack.channel)).guests


async def test_guests_are_counted_only_where_it_makes_a_difference() -> None:
    async with open_desk() as desk:
        desk.directory.opens = lambda profile: profile.kind == "group" and not profile.guests
        assert await desk.channel(desk.slack.channel) == ChannelProfile(guests=True)
        assert desk.slack.calls("conversations.members") == []
        assert await desk.channel(desk.place(kind="mpim")) == ChannelProfile(kind="group")
        desk.directory.opens = lambda profile: profile.guests
        assert await desk.channel(desk.slack.channel) == ChannelProfile()


async def test_a_place_that_the_bot_does_not_see_is_one_to_invite_it_to() -> None:
    async with open_desk() as desk:
        secret = desk.slack.world.add_channel("secret", desk.slack.team, kind="group").id
        with pytest.raises(PlaceGone, match="invite me"):
            await desk.channel(secret)


async def test_what_slack_does_not_tell_of_a_channel_is_said_in_a_sentence() -> None:
    async with open_desk() as desk:
        for method in ("conversations.info", "conversations.members"):
            desk.slack.fail(method, error="internal_error", times=1)
            with pytest.raises(UserFacingError, match="did not tell me what kind of channel this is"):
                await desk.channel(desk.slack.channel)
        assert not (await desk.channel(desk.slack.channel)).guests
