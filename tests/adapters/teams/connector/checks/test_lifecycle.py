"""Installs, removals, members."""

import pytest

from tests.adapters.teams.connector.checks.wire import open_app
from tests.adapters.teams.connector.delivery import Act
from tests.adapters.teams.connector.payload import JSON

pytestmark = pytest.mark.fakes


def by_type(act: Act) -> dict[str, JSON]:
    return {each.type: each.activity for each in act.deliveries}


async def test_an_install_in_a_team_tells_twice() -> None:
    async with open_app() as app:
        teams = app.teams
        place = teams.world.add_channel("new", teams.team, bot=False)
        told = by_type(await teams.install(teams.ada, place))
        installed, update = told["installationUpdate"], told["conversationUpdate"]
        assert (installed["action"], "name" in installed["from"]) == ("add", False)
        assert installed["conversation"]["name"] == "new"
        assert installed["channelData"]["settings"] == {"selectedChannel": {"id": place.id}}
        assert installed["channelData"]["team"]["aadGroupId"] == teams.team.group
        assert update["membersAdded"] == [{"id": teams.world.bot["id"]}]
        assert (update["channelData"]["eventType"], "membersRemoved" in update) == ("teamMemberAdded", False)
        assert (await app.send(place)).status == 201


async def test_a_personal_install_names_the_person_too() -> None:
    async with open_app() as app:
        teams = app.teams
        chat = teams.world.personal(teams.bob, bot=False)
        told = by_type(await teams.install(teams.bob, chat, upgrade=True))
        assert told["installationUpdate"]["action"] == "add-upgrade"
        assert told["conversationUpdate"]["membersAdded"][1]["aadObjectId"] == teams.bob.aad
        assert "eventType" not in told["conversationUpdate"]["channelData"]


async def test_a_removal_is_the_last_that_a_bot_hears() -> None:
    async with open_app() as app:
        teams = app.teams
        told = by_type(await teams.remove(teams.ada, teams.channel))
        assert told["installationUpdate"]["action"] == "remove"
        assert told["conversationUpdate"]["membersRemoved"] == [{"id": teams.world.bot["id"]}]
        said = await teams.say(teams.ada, teams.channel, "hello", mention=True)
        assert (said.deliveries, (await app.send(teams.channel)).status) == ([], 403)


async def test_members_come_and_go() -> None:
    async with open_app() as app:
        teams = app.teams
        new = teams.world.add_person("Carl New", teams.tenant)
        came = await teams.member_added(new, teams.channel, teams.ada)
        assert came.activity["membersAdded"] == [{"id": new.id, "aadObjectId": new.aad}]
        assert new.id in teams.team.members
        went = await teams.member_removed(new, teams.channel, teams.ada)
        assert went.activity["channelData"]["eventType"] == "teamMemberRemoved"
        assert new.id not in teams.team.members
