"""What the connector does with messages of the bot."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.adapters.teams.connector.checks.wire import App, block, card, message, open_app

pytestmark = pytest.mark.fakes


async def test_a_post_without_a_root_is_a_new_one_and_one_with_it_stands_under_it() -> None:
    async with open_app() as app:
        teams = app.teams
        first = await app.posted(teams.channel, "first")
        under = await app.posted(teams.channel, "under it", first.id)
        await app.posted(teams.channel, "second")
        assert (first.root, under.root) == (first.id, first.id)
        assert [post.text for post in teams.messages(teams.channel)] == ["first", "second"]
        assert [post.text for post in teams.messages(teams.channel, under)] == ["first", "under it"]


async def test_an_answer_to_a_message_stands_where_its_address_says() -> None:
    async with open_app() as app:
        teams = app.teams
        said = await teams.say(teams.ada, teams.channel, "hello", mention=True)
        bare, under = quote(teams.channel.id), quote(teams.channel.address(said.root))
        await app.call("POST", f"conversations/{bare}/activities/{said.id}", message("new post"))
        await app.call("POST", f"conversations/{under}/activities/{said.id}", message("answer"))
        assert [post.text for post in teams.answers(teams.channel)] == ["new post"]
        assert [post.text for post in teams.answers(teams.channel, said)] == ["answer"]


async def test_what_does_not_exist_is_not_found() -> None:
    async with open_app() as app:
        teams = app.teams
        post = await app.posted(teams.channel)
        unknown = [
            await app.call("POST", "conversations/19%3Ax%40thread.v2/activities", message("x")),
            await app.send(teams.channel, "x", "1234"),
            await app.call(
                "POST", f"conversations/{quote(teams.chat.id)}%3Bmessageid=1/activities", message("x")
            ),
            await app.call(
                "POST",
                f"conversations/{quote(teams.chat.id)}/activities",
                message("x"),
                tenant=teams.other_tenant,
            ),
        ]
        assert {(told.status, told.code) for told in unknown} == {(404, "ConversationNotFound")}
        gone = f"conversations/{quote(teams.channel.id)}/activities/{post.id}"
        assert (await app.call("DELETE", gone)).status == 200
        for told in (await app.update(post, "x"), await app.call("DELETE", gone)):
            assert (told.status, told.code) == (404, "ActivityNotFoundInConversation")


async def test_a_message_is_updated_and_one_of_a_person_is_not() -> None:
    async with open_app() as app:
        teams = app.teams
        post = await app.posted(teams.group, "before")
        assert (await app.update(post, attachments=[card(block("after"))])).body == {"id": post.id}
        assert (teams.message(post).text, teams.message(post).edits) == ("after", 1)
        said = await teams.say(teams.ada, teams.group, "mine")
        assert (await app.update(teams.message(said), "theirs")).code == "NotEnoughPermissions"


async def test_a_bot_that_is_not_there_or_is_blocked_is_refused() -> None:
    async with open_app() as app:
        teams = app.teams
        await teams.remove(teams.ada, teams.channel)
        told = await app.send(teams.channel)
        assert (told.status, told.code) == (403, "BotNotInConversationRoster")
        teams.block(teams.chat)
        told = await app.send(teams.chat)
        assert (told.status, told.code) == (403, "ConversationBlockedByUser")


async def test_a_text_with_a_card_becomes_two_messages_without_an_id() -> None:
    async with open_app() as app:
        teams = app.teams
        told = await app.send(teams.channel, "text", attachments=[card(block("card"))])
        assert (told.status, told.body) == (201, {})
        (root,) = teams.messages(teams.channel)
        assert [post.text for post in teams.messages(teams.channel, root)] == ["text", "card"]
        post = await app.posted(teams.channel, "text")
        assert (await app.update(post, "text", attachments=[card(block("card"))])).code == "BadSyntax"


async def test_typing_is_taken_and_leaves_nothing() -> None:
    async with open_app() as app:
        teams = app.teams
        told = await app.call("POST", f"conversations/{quote(teams.chat.id)}/activities", {"type": "typing"})
        assert (told.status, teams.messages(teams.chat)) == (202, [])
        assert [call.args["type"] for call in teams.calls("send", teams.chat.id)] == ["typing"]


async def test_a_targeted_message_is_seen_by_one_person() -> None:
    async with open_app() as app:
        teams = app.teams
        path = f"conversations/{quote(teams.group.id)}/activities?isTargetedActivity=true"
        told = await app.call("POST", path, message("psst", recipient={"id": teams.bob.id}))
        assert told.status == 201
        assert teams.messages(teams.group) == teams.messages(teams.group, viewer=teams.ada) == []
        assert [post.text for post in teams.messages(teams.group, viewer=teams.bob)] == ["psst"]
        assert (await app.call("POST", path, message("x", recipient={"id": teams.eve.id}))).status == 400


DENIED = (401, {"message": "Authorization has been denied for this request."})


async def refused(app: App, token: str) -> tuple[int, Any]:
    path = f"conversations/{quote(app.teams.chat.id)}/activities"
    told = await app.call("POST", path, message("x"), token=token)
    return told.status, told.body


async def test_only_a_good_token_of_the_bot_is_taken() -> None:
    async with open_app() as app:
        teams = app.teams
        elsewhere = teams.issued.issue(teams.app_id, "tenant", "https://graph.microsoft.com").token
        for token in ("", "made up", elsewhere):
            assert await refused(app, token) == DENIED
        status, body = await refused(app, teams.issued.issue("another app", "tenant").token)
        assert (status, body["error"]["code"]) == (401, "BotNotRegistered")
        teams.expire_tokens()
        assert await refused(app, app.token) == DENIED
        assert teams.answers(teams.chat) == []


async def test_new_conversations_are_opened_for_people_who_are_known_and_have_the_app() -> None:
    async with open_app() as app:
        teams = app.teams

        def wanted(*members: str, tenant: str = teams.tenant.id) -> dict[str, object]:
            return {
                "members": [{"id": each} for each in members],
                "channelData": {"tenant": {"id": tenant}},
            }

        by_object_id = await app.call("POST", "conversations", wanted(teams.bob.aad))
        assert by_object_id.body == {"id": teams.world.personal(teams.bob).id}
        for body in (
            wanted(),
            wanted(teams.ada.id, teams.bob.id),
            wanted(teams.eve.id),
            wanted(teams.ada.id, tenant=""),
        ):
            assert (await app.call("POST", "conversations", body)).status == 400
        await teams.remove(teams.ada, teams.chat)
        told = await app.call("POST", "conversations", wanted(teams.ada.id))
        assert told.code == "BotNotInConversationRoster"
        nowhere = {"channelData": {"channel": {"id": "x"}}}
        assert (await app.call("POST", "conversations", nowhere)).status == 404


async def test_teams_and_members_are_told() -> None:
    async with open_app() as app:
        teams = app.teams
        team = await app.call("GET", f"teams/{quote(teams.team.id)}")
        assert (team.body["name"], team.body["memberCount"]) == ("Data Engineering", 2)
        channels = await app.call("GET", f"teams/{quote(teams.team.id)}/conversations")
        assert channels.body["conversations"][1] == {"id": teams.channel.id, "name": "night-batch"}
        for number in range(60):
            teams.team.members.append(teams.world.add_person(f"Person {number}", teams.tenant).id)
        path = f"conversations/{quote(teams.channel.id)}/pagedmembers?pageSize=50"
        page = (await app.call("GET", path)).body
        rest = (await app.call("GET", f"{path}&continuationToken={page['continuationToken']}")).body
        assert (len(page["members"]), len(rest["members"]), "continuationToken" in rest) == (50, 12, False)
        assert (await app.call("GET", path.replace("50", "9"))).status == 400
        guest = teams.world.add_person("Guest", teams.tenant, known=False)
        assert "aadObjectId" not in guest.member()
        unknown = await app.call("GET", f"conversations/{quote(teams.group.id)}/members/{teams.eve.aad}")
        assert unknown.code == "MemberNotFoundInConversation"
