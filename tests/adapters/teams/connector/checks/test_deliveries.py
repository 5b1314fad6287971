"""What people's messages look like on their way to the bot."""

from datetime import datetime

import pytest

from tests.adapters.teams.connector.checks.wire import open_app
from tests.adapters.teams.connector.payload import JSON, fill

pytestmark = pytest.mark.fakes

CLIENT = {
    "locale": "en-US",
    "country": "US",
    "platform": "Web",
    "timezone": "America/Los_Angeles",
    "type": "clientInfo",
}


async def test_a_mention_in_a_channel_is_as_teams_records_it() -> None:
    async with open_app() as app:
        teams = app.teams
        said = await teams.say(teams.ada, teams.channel, "late <jobs>?", mention=True, people=[teams.bob])
        (got,) = app.received
        assert got == said.activity
        assert got["text"] == "<at>DataOps</at> late <jobs>? <at>Bob Kahn</at>"
        assert "&nbsp;late &lt;jobs&gt;?" in got["attachments"][0]["content"]
        assert got["conversation"] == {
            "isGroup": True,
            "conversationType": "channel",
            "tenantId": teams.tenant.id,
            "id": f"{teams.channel.id};messageid={said.id}",
        }
        assert got["from"] == {"id": teams.ada.id, "name": "Ada Lovelace", "aadObjectId": teams.ada.aad}
        assert [each["mentioned"]["id"] for each in got["entities"][:2]] == [
            teams.world.bot["id"],
            teams.bob.id,
        ]
        assert got["entities"][2] == CLIENT
        assert got["channelData"] == {
            "teamsChannelId": teams.channel.id,
            "teamsTeamId": teams.team.id,
            "channel": {"id": teams.channel.id},
            "team": {"id": teams.team.id},
            "tenant": {"id": teams.tenant.id},
        }
        written, local = (datetime.fromisoformat(got[key]) for key in ("timestamp", "localTimestamp"))
        assert written == local
        assert local.utcoffset() != written.utcoffset()


async def test_a_reply_stands_under_the_post_and_chats_have_no_threads() -> None:
    async with open_app() as app:
        teams = app.teams
        post = await teams.say(teams.ada, teams.channel, "post", mention=True)
        reply = await teams.say(teams.bob, teams.channel, "reply", mention=True, reply_to=post)
        under = await teams.say(teams.ada, teams.channel, "reply", mention=True, reply_to=reply)
        assert post.root == reply.root == under.root == post.id
        assert under.activity["conversation"]["id"].endswith(f";messageid={post.id}")
        chat = await teams.say(teams.ada, teams.chat, "hello")
        group = await teams.say(teams.ada, teams.group, "hello", mention=True, reply_to=chat)
        assert (chat.root, group.root) == ("", "")
        assert chat.activity["conversation"] == {
            "conversationType": "personal",
            "tenantId": teams.tenant.id,
            "id": teams.chat.id,
        }
        assert group.activity["channelData"] == {"tenant": {"id": teams.tenant.id}}


@pytest.mark.parametrize(("hears_all", "heard"), [(False, 0), (True, 2)])
async def test_without_a_mention_a_bot_hears_what_it_was_allowed_to(*, hears_all: bool, heard: int) -> None:
    async with open_app(hears_all=hears_all) as app:
        teams = app.teams
        silent = await teams.say(teams.ada, teams.channel, "not for you")
        await teams.say(teams.ada, teams.group, "nor this")
        assert (len(app.received), silent.status) == (heard, 200)
        assert len(teams.messages(teams.channel)) == 1


async def test_edits_deletions_and_reactions_arrive() -> None:
    async with open_app() as app:
        teams = app.teams
        said = await teams.say(teams.ada, teams.channel, "befor", mention=True)
        edited = await teams.edit(said, "before")
        assert (edited.activity["type"], edited.activity["id"]) == ("messageUpdate", said.id)
        assert edited.activity["text"] == "<at>DataOps</at> before"
        assert edited.activity["channelData"]["eventType"] == "editMessage"
        post = await app.posted(teams.channel, "answer", said.root)
        liked = await teams.react(teams.ada, post)
        assert liked.activity["replyToId"] == post.id
        assert liked.activity["reactionsAdded"] == [{"type": "like"}]
        assert liked.activity["conversation"]["id"].endswith(f";messageid={said.id}")
        assert teams.message(post).reactions == ((teams.ada.id, "like"),)
        taken = await teams.react(teams.ada, post, change="removed")
        assert "reactionsAdded" not in taken.activity
        assert (await teams.react(teams.bob, said)).deliveries == []
        deleted = await teams.delete(said)
        assert (deleted.activity["type"], "text" in deleted.activity) == ("messageDelete", False)
        assert deleted.activity["channelData"]["eventType"] == "softDeleteMessage"


async def test_a_slash_command_is_for_the_bot_alone() -> None:
    async with open_app() as app:
        teams = app.teams
        typed = await teams.slash(teams.ada, teams.group, "parse-jil")
        assert typed.activity["recipient"] == {**teams.world.bot, "isTargeted": True}
        assert typed.activity["entities"] == [CLIENT]
        assert teams.messages(teams.group, viewer=teams.bob) == []


async def test_the_same_comes_again_with_a_new_token() -> None:
    async with open_app() as app:
        teams = app.teams
        said = await teams.say(teams.ada, teams.chat, "hello")
        again = await teams.redeliver(said)
        assert (again.id, app.received[0]) == (said.id, app.received[1])


async def test_a_bot_that_does_not_answer_is_told_apart() -> None:
    async with open_app() as app:
        app.teams.app_url = "http://127.0.0.1:9/api/messages"
        said = await app.teams.say(app.teams.ada, app.teams.chat, "hello")
        assert (said.status, said.deliveries[0].answer.failure.partition(":")[0]) == (0, "connection_failed")


async def test_people_without_an_object_id_have_none() -> None:
    async with open_app() as app:
        teams = app.teams
        guest = teams.world.add_person("Guest", teams.tenant, known=False)
        said = await teams.say(guest, teams.group, "hello", mention=True)
        assert said.activity["from"] == {"id": guest.id, "name": "Guest"}


def test_a_key_that_was_never_recorded_cannot_be_sent() -> None:
    more: JSON = {"invented": 1}
    with pytest.raises(KeyError, match="invented"):
        fill("activities/message", more)
