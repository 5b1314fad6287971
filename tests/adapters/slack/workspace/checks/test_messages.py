"""chat.* and conversations.*: what stands, and what is refused in which words."""

import json

import pytest

from tests.adapters.slack.workspace.checks.wire import App, open_app, section
from tests.adapters.slack.workspace.payload import JSON

pytestmark = pytest.mark.fakes


async def test_a_post_stands_with_its_metadata_which_comes_on_demand() -> None:
    async with open_app() as app:
        metadata = {"event_type": "post", "event_payload": {"key": "run_1:answer"}}
        root = await app.posted("root")
        reply = await app.posted(
            "reply", thread_ts=root, metadata=metadata, client_msg_id="1", unfurl_links=False
        )
        thread = {"channel": app.slack.channel, "ts": root}
        plain = await app.call("conversations.replies", **thread)
        assert [message["text"] for message in plain["messages"]] == ["root", "reply"]
        assert [message.get("metadata") for message in plain["messages"]] == [None, None]
        full = await app.call("conversations.replies", **thread, include_all_metadata=True)
        assert full["messages"][1]["metadata"] == metadata
        assert full["messages"][1]["client_msg_id"] == "1"
        parent = full["messages"][0]
        assert (parent["reply_count"], parent["latest_reply"]) == (1, reply)
        assert full["messages"][1]["parent_user_id"] == app.slack.install.bot_user
        history = await app.call("conversations.history", channel=app.slack.channel)
        assert [message["text"] for message in history["messages"]] == ["root"]


async def test_pages_lead_through_a_long_thread_newest_last() -> None:
    async with open_app() as app:
        root = await app.posted("0")
        for number in range(1, 6):
            await app.posted(str(number), thread_ts=root)
        texts: list[str] = []
        cursor = ""
        for _ in range(3):
            thread: JSON = {"channel": app.slack.channel, "ts": root, "limit": 2, "cursor": cursor}
            page = await app.call("conversations.replies", **thread)
            texts += [message["text"] for message in page["messages"]]
            cursor = page["response_metadata"]["next_cursor"]
        assert texts == ["0", "1", "2", "3", "4", "5"]
        assert (page["has_more"], cursor) == (False, "")
        assert await app.error("conversations.replies", **{**thread, "cursor": "x"}) == "invalid_cursor"


async def test_an_update_changes_what_it_names_only() -> None:
    async with open_app() as app:
        metadata = {"event_type": "post", "event_payload": {}}
        ts = await app.posted("old", blocks=[section("old")], metadata=metadata)
        where = {"channel": app.slack.channel, "ts": ts}
        await app.call("chat.update", **where, blocks=[section("new")], text="new")
        post = app.slack.message(app.slack.channel, ts)
        assert (post.text, post.fallback, post.metadata) == ("new", "new", metadata)
        assert "edited" not in post.raw
        await app.call("chat.update", **where, text="bare")
        post = app.slack.message(app.slack.channel, ts)
        assert (post.text, post.blocks) == ("bare", [])
        assert post.raw["edited"]["user"] == app.slack.install.bot_user


async def test_a_deleted_root_leaves_a_tombstone_for_its_replies() -> None:
    async with open_app() as app:
        root, lone = await app.posted("root"), await app.posted("lone")
        await app.posted("reply", thread_ts=root)
        for ts in (root, lone):
            assert (await app.call("chat.delete", channel=app.slack.channel, ts=ts))["ok"]
        assert [post.text for post in app.slack.messages(app.slack.channel)] == ["This message was deleted."]
        assert [post.text for post in app.slack.messages(app.slack.channel, root)][1:] == ["reply"]


async def test_ephemerals_are_for_one_member() -> None:
    async with open_app() as app:
        eve = app.slack.world.add_person("eve", app.slack.team).id
        args = {"channel": app.slack.channel, "text": "psst"}
        assert (await app.call("chat.postEphemeral", **args, user=app.slack.ada))["message_ts"]
        assert await app.error("chat.postEphemeral", **args, user=eve) == "user_not_in_channel"
        assert [post.text for post in app.slack.ephemerals(app.slack.ada)] == ["psst"]
        assert app.slack.messages(app.slack.channel) == []


async def test_a_person_as_the_channel_opens_the_direct_conversation() -> None:
    async with open_app() as app:
        answer = await app.call("chat.postMessage", channel=app.slack.ada, text="hello")
        opened = await app.call("conversations.open", users=app.slack.ada)
        assert answer["channel"] == opened["channel"]["id"]
        assert answer["channel"].startswith("D")
        assert opened["already_open"]


async def test_a_permalink_names_the_thread() -> None:
    async with open_app() as app:
        root = await app.posted()
        reply = await app.posted(thread_ts=root)
        args = {"channel": app.slack.channel, "message_ts": reply}
        link = (await app.call("chat.getPermalink", **args))["permalink"]
        assert link.endswith(f"p{reply.replace('.', '')}?thread_ts={root}&cid={app.slack.channel}")


async def refusals(app: App) -> dict[str, tuple[str, JSON]]:
    """Calls that Slack refuses, by the error."""
    slack = app.slack
    there: JSON = {"channel": slack.channel, "text": "x"}
    foreign = slack.world.add_channel("public", slack.team).id
    secret = slack.world.add_channel("secret", slack.team, kind="group").id
    old = slack.world.add_channel("old", slack.team, members=(slack.install.bot_user,))
    old.archived = True
    root = await app.posted("root")
    reply = await app.posted("reply", thread_ts=root)
    said = await slack.say(slack.ada, slack.channel, "mine")
    return {
        "channel_not_found": ("chat.postMessage", there | {"channel": "C404"}),
        "channel_not_found ": ("chat.postMessage", there | {"channel": secret}),
        "not_in_channel": ("chat.postMessage", there | {"channel": foreign}),
        "is_archived": ("chat.postMessage", there | {"channel": old.id}),
        "no_text": ("chat.postMessage", there | {"text": ""}),
        "msg_too_long": ("chat.postMessage", there | {"text": "x" * 40_001}),
        "msg_too_long ": ("chat.update", there | {"ts": root, "text": "ü" * 2_001}),
        "markdown_text_conflict": ("chat.postMessage", there | {"markdown_text": "x"}),
        "invalid_metadata_schema": ("chat.postMessage", there | {"metadata": {"event_type": "x"}}),
        "invalid_metadata_format": ("chat.postMessage", there | {"metadata": "{"}),
        "invalid_blocks_format": ("chat.postMessage", there | {"blocks": "[{"}),
        "thread_not_found": ("chat.postMessage", there | {"thread_ts": "1.000000"}),
        "cannot_reply_to_message": ("chat.postMessage", there | {"thread_ts": reply}),
        "message_not_found": ("chat.update", there | {"ts": "1.000000"}),
        "cant_update_message": ("chat.update", there | {"ts": said.ts}),
        "cant_delete_message": ("chat.delete", there | {"ts": said.ts}),
        "thread_not_found ": ("conversations.replies", {"channel": slack.channel, "ts": "1.0"}),
        "not_in_channel ": ("conversations.history", {"channel": foreign}),
        "invalid_arguments": ("chat.delete", {"channel": slack.channel}),
        "unknown_method": ("chat.sing", {}),
    }


async def test_every_refusal_has_slacks_word() -> None:
    async with open_app() as app:
        for error, (method, args) in (await refusals(app)).items():
            assert await app.error(method, **args) == error.strip(), (method, args)
        assert len(app.slack.messages(app.slack.channel)) == 2


async def test_a_token_is_asked_for_and_checked() -> None:
    async with open_app() as app:
        assert await app.error("auth.test", token="") == "not_authed"
        assert await app.error("auth.test", token="xoxb-who") == "invalid_auth"
        assert await app.error("auth.test", token=app.slack.app_token) == "not_allowed_token_type"
        assert (await app.call("auth.revoke", test=True))["revoked"] is False
        assert (await app.call("auth.revoke"))["revoked"] is True
        assert await app.error("auth.test") == "token_revoked"


async def test_a_missing_scope_says_what_is_needed_and_what_there_is() -> None:
    async with open_app(scopes={"channels:read", "users:read"}) as app:
        answer = await app.call("chat.postMessage", channel=app.slack.channel, text="x")
        assert answer == {
            "ok": False,
            "error": "missing_scope",
            "needed": "chat:write",
            "provided": "channels:read,users:read",
        }
        headers = {"Authorization": f"Bearer {app.slack.bot_token}"}
        async with app.session.post("/api/auth.test", headers=headers) as response:
            assert response.headers["x-oauth-scopes"] == "channels:read,users:read"
        history = await app.call("conversations.history", channel=app.slack.channel)
        assert history["needed"] == "channels:history"


@pytest.mark.parametrize("how", ["query", "form", "json"])
async def test_a_call_is_read_in_every_encoding(how: str) -> None:
    async with open_app() as app:
        args = {"channel": app.slack.channel, "text": "ä & <b>", "blocks": json.dumps([section("ö")])}
        token = {"token": app.slack.bot_token}
        headers = {"Authorization": f"Bearer {app.slack.bot_token}"}
        encodings: dict[str, JSON] = {
            "query": {"params": args, "headers": headers},
            "form": {"data": args | token},
            "json": {"json": args | {"blocks": [section("ö")]}, "headers": headers},
        }
        async with app.session.post("/api/chat.postMessage", **encodings[how]) as response:
            assert (await response.json())["ok"]
        assert [post.text for post in app.slack.messages(app.slack.channel)] == ["ö"]


async def test_half_a_character_is_no_json() -> None:
    async with open_app() as app:
        headers = {"Authorization": f"Bearer {app.slack.bot_token}", "Content-Type": "application/json"}
        for body in ('{"channel": "C1", "text": "\\ud800"}', "{", "[]"):
            async with app.session.post("/api/chat.postMessage", data=body, headers=headers) as response:
                assert (await response.json())["error"] in ("invalid_json", "json_not_object")


async def test_channels_people_and_groups_are_told() -> None:
    async with open_app() as app:
        slack = app.slack
        slack.world.usergroups["S1"] = (slack.ada,)
        info = await app.call("conversations.info", channel=slack.channel, include_num_members=True)
        assert (info["channel"]["name"], info["channel"]["num_members"]) == ("night-batch", 3)
        members = await app.call("conversations.members", channel=slack.channel)
        assert members["members"] == [slack.ada, slack.bob, slack.install.bot_user]
        user = (await app.call("users.info", user=slack.ada, include_locale=True))["user"]
        assert (user["name"], user["locale"], "email" in user["profile"]) == ("ada", "en-GB", False)
        assert (await app.call("usergroups.users.list", usergroup="S1"))["users"] == [slack.ada]
        slack.world.usergroups["S2"] = (slack.bob,)
        slack.world.disabled_usergroups.add("S2")
        (group,) = (await app.call("usergroups.list", include_users=True))["usergroups"]
        assert (group["id"], group["users"], group["date_delete"]) == ("S1", [slack.ada], 0)
        everybody = [each["id"] for each in (await app.call("users.list"))["members"]]
        assert everybody == [slack.install.bot_user, slack.ada, slack.bob]
        assert (await app.call("team.info"))["team"]["id"] == slack.team
        bot = (await app.call("bots.info", bot=slack.install.bot_id))["bot"]
        assert bot["user_id"] == slack.install.bot_user


async def test_the_app_joins_public_channels_and_lists_what_it_may_see() -> None:
    async with open_app() as app:
        slack = app.slack
        public = slack.world.add_channel("public", slack.team).id
        slack.world.add_channel("secret", slack.team, kind="group")
        assert await app.error("conversations.join", channel=public) == ""
        again = await app.call("conversations.join", channel=public)
        assert again["warning"] == "already_in_channel"
        listed = await app.call("conversations.list", types="public_channel,private_channel")
        assert [channel["name"] for channel in listed["channels"]] == ["night-batch", "public"]


async def test_a_reaction_counts_once() -> None:
    async with open_app() as app:
        ts = await app.posted()
        args = {"channel": app.slack.channel, "timestamp": ts, "name": "eyes"}
        assert [await app.error("reactions.add", **args) for _ in range(2)] == ["", "already_reacted"]
        (reaction,) = app.slack.reactions(app.slack.channel, ts)
        assert (reaction.name, reaction.users) == ("eyes", (app.slack.install.bot_user,))
