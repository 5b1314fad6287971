"""What is delivered to the app, and in which shape."""

import pytest

from tests.adapters.slack.workspace import courier, open_workspace, payload
from tests.adapters.slack.workspace.checks.wire import App, open_app
from tests.adapters.slack.workspace.payload import ABSENT, fill
from tests.adapters.slack.workspace.world import Grid

pytestmark = pytest.mark.fakes


def types(app: App) -> list[str]:
    return [
        each["event"]["type"] + ":" + each["event"].get("subtype", "")
        for each in app.received
        if each["type"] == "event_callback"
    ]


async def test_a_mention_arrives_twice_with_one_timestamp() -> None:
    async with open_app() as app:
        root = await app.slack.say(app.slack.bob, app.slack.channel, "root")
        app.received.clear()
        said = await app.slack.mention(
            app.slack.ada, app.slack.channel, "What is late?", thread_ts=root.ts, files=[("a.jil", b"x")]
        )
        assert sorted(types(app)) == ["app_mention:", "file_shared:", "message:file_share"]
        assert {each["event"].get("ts", said.ts) for each in app.received} == {said.ts}
        assert len({each["event_id"] for each in app.received}) == 3
        message = next(each["event"] for each in app.received if each["event"]["type"] == "message")
        assert message["thread_ts"] == root.ts
        assert message["parent_user_id"] == app.slack.bob
        assert (message["channel_type"], "team" in message) == ("channel", False)
        mention = next(each["event"] for each in app.received if each["event"]["type"] == "app_mention")
        assert (mention["team"], "channel_type" in mention) == (app.slack.team, False)
        assert mention["blocks"][0]["elements"][0]["elements"] == [
            {"type": "user", "user_id": app.slack.install.bot_user},
            {"type": "text", "text": " What is late?"},
        ]


async def test_a_direct_message_is_never_a_mention() -> None:
    async with open_app() as app:
        await app.slack.dm(app.slack.ada, f"<@{app.slack.install.bot_user}> hello")
        assert types(app) == ["message:"]
        assert app.received[0]["event"]["channel_type"] == "im"


async def test_an_app_hears_nothing_where_it_is_no_member_or_did_not_subscribe() -> None:
    async with open_app(subscriptions={"app_mention"}) as app:
        public = app.slack.world.add_channel("public", app.slack.team, members=(app.slack.ada,)).id
        said = await app.slack.mention(app.slack.ada, public, "hello")
        assert (said.deliveries, said.status) == ([], 200)
        await app.slack.mention(app.slack.ada, app.slack.channel, "hello")
        assert types(app) == ["app_mention:"]


async def test_edits_and_deletions_arrive_hidden_with_what_was_before() -> None:
    async with open_app() as app:
        said = await app.slack.say(app.slack.ada, app.slack.channel, "old")
        await app.slack.edit(said, "new")
        await app.slack.delete(said)
        _, changed, deleted = (each["event"] for each in app.received)
        assert (changed["subtype"], changed["hidden"]) == ("message_changed", True)
        assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("new", "old")
        assert changed["message"]["edited"]["user"] == app.slack.ada
        assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", said.ts)
        assert deleted["previous_message"]["text"] == "new"
        assert app.slack.messages(app.slack.channel) == []


async def test_a_root_with_replies_is_deleted_as_a_change_to_a_tombstone() -> None:
    async with open_app() as app:
        said = await app.slack.say(app.slack.ada, app.slack.channel, "root")
        await app.slack.say(app.slack.bob, app.slack.channel, "reply", thread_ts=said.ts)
        await app.slack.delete(said)
        last = app.received[-1]["event"]
        assert (last["subtype"], last["message"]["subtype"]) == ("message_changed", "tombstone")


async def test_other_apps_and_the_apps_own_words_say_who_they_are() -> None:
    async with open_app() as app:
        await app.slack.bot_says(app.slack.channel, f"<@{app.slack.install.bot_user}> hello")
        await app.slack.bot_says(app.slack.channel, "GL_POST failed", classic=True)
        mine = app.slack.message(app.slack.channel, await app.posted("mine"))
        await app.slack.echo(mine)
        await app.slack.echo(mine, "changed")
        assert types(app)[2:] == ["message:bot_message", "message:", "message:message_changed"]
        other, classic, own, changed = (
            next(each["event"] for each in app.received if each["event"]["type"] == "message"),
            *(each["event"] for each in app.received[2:]),
        )
        assert other["bot_profile"]["app_id"] != app.slack.install.app_id
        assert "user" not in classic
        assert (own["bot_id"], own["user"]) == (app.slack.install.bot_id, app.slack.install.bot_user)
        assert changed["message"]["bot_id"] == app.slack.install.bot_id


async def test_people_of_another_company_say_so_and_their_files_are_to_be_asked_for() -> None:
    async with open_app() as app:
        world, slack = app.slack.world, app.slack
        other = world.add_team("Elsewhere", in_grid=False)
        eve = world.add_person("eve", other.id).id
        members = (slack.ada, eve, slack.install.bot_user)
        shared = world.add_channel("shared", slack.team, members=members, connected=(other.id,)).id
        await slack.mention(eve, shared, "hello", files=[("a.jil", b"x")])
        for each in app.received:
            assert each["is_ext_shared_channel"]
            assert each["team_id"] == each["authorizations"][0]["team_id"] == slack.team
        message = next(each["event"] for each in app.received if each["event"]["type"] == "message")
        assert (message["user_team"], message["source_team"]) == (other.id, other.id)
        assert message["user_profile"]["team"] == other.id
        assert message["files"][0]["file_access"] == "check_file_info"
        assert "url_private" not in message["files"][0]
        info = await app.call("files.info", file=message["files"][0]["id"])
        assert info["file"]["url_private"].startswith(slack.base_url)
        assert "is_stranger" not in (await app.call("users.info", user=eve))["user"], "a channel is shared"
        mallory = world.add_person("mallory", other.id).id
        assert (await app.call("users.info", user=mallory))["user"]["is_stranger"]


@pytest.mark.parametrize(("grid", "team"), [("none", True), ("workspace", True), ("org", False)])
async def test_an_organisation_is_named_everywhere(grid: Grid, team: bool) -> None:  # noqa: FBT001 - a parameter
    async with open_app(grid=grid) as app:
        slack = app.slack
        await slack.say(slack.ada, slack.channel, "hello")
        await slack.command("/dataops", "help", slack.ada, slack.channel)
        event, command = app.received
        enterprise = "" if grid == "none" else "E0000000001"
        assert event.get("enterprise_id", "") == command.get("enterprise_id", "") == enterprise
        (authorization,) = event["authorizations"]
        assert authorization["is_enterprise_install"] is (grid == "org")
        assert (authorization["team_id"] is not None) is team
        assert command["is_enterprise_install"] == str(grid == "org").lower()
        assert (await app.call("auth.test"))["is_enterprise_install"] is (grid == "org")


async def test_one_install_serves_every_workspace_of_an_organisation() -> None:
    async with open_app(grid="org") as app:
        second = app.slack.world.add_team("Second")
        eve = app.slack.world.add_person("eve", second.id).id
        bot_user = app.slack.install.bot_user
        channel = app.slack.world.add_channel("ops", second.id, members=(eve, bot_user)).id
        await app.slack.mention(eve, channel, "hello")
        assert {each["team_id"] for each in app.received} == {second.id}
        assert await app.error("chat.postMessage", channel=channel, text="x") == ""


async def test_a_neighbour_in_the_organisation_is_no_stranger() -> None:
    async with open_app(grid="workspace") as app:
        second = app.slack.world.add_team("Second")
        eve = app.slack.world.add_person("eve", second.id).id
        await app.slack.say(eve, app.slack.channel, "hello")
        event = app.received[0]["event"]
        assert (event["team"], "user_team" in event) == (second.id, False)


async def test_what_happens_to_the_app_is_told() -> None:
    async with open_app() as app:
        slack, post = app.slack, await app.posted()
        await slack.member_left(slack.bob, slack.channel)
        await slack.bot_removed(slack.channel, slack.ada)
        assert await app.error("chat.postMessage", channel=slack.channel, text="x") == "not_in_channel"
        await slack.bot_added(slack.channel, slack.ada)
        await slack.channel_archive(slack.channel, slack.ada)
        assert await app.error("chat.postMessage", channel=slack.channel, text="x") == "is_archived"
        where = {"channel": slack.channel, "ts": post}
        assert await app.error("chat.update", **where, text="x") == "is_inactive"
        await slack.app_rate_limited(slack.team)
        assert sorted(types(app)) == [
            "channel_archive:",
            "channel_left:",
            "member_joined_channel:",
            "member_left_channel:",
            "message:channel_archive",
            "message:channel_join",
            "message:channel_leave",
        ]
        assert app.received[-1]["type"] == "app_rate_limited"


async def test_an_uninstall_kills_the_token_and_a_revocation_too() -> None:
    async with open_app() as app:
        await app.slack.tokens_revoked(app.slack.team, users=[app.slack.ada])
        assert await app.error("auth.test") == ""
        await app.slack.app_uninstalled(app.slack.team)
        assert await app.error("auth.test") == "account_inactive"
        assert sorted(types(app)[1:]) == ["app_uninstalled:", "tokens_revoked:"]
        assert "authorizations" not in app.received[-1]
    async with open_app() as app:
        await app.slack.tokens_revoked(app.slack.team)
        assert await app.error("auth.test") == "token_revoked"


async def test_an_app_that_is_not_there_is_told_from_one_that_is_too_slow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with open_app() as app, open_workspace() as other:
        app.slack.app_url = "http://127.0.0.1:1/slack/events"
        said = await app.slack.say(app.slack.ada, app.slack.channel, "hello")
        assert said.status == 0
        assert said.deliveries[0].answer.failure.startswith("connection_failed")
        monkeypatch.setattr(courier, "ACK_SECONDS", 0.02)
        with other.hold("auth.test"):
            app.slack.app_url = f"{other.api_url}auth.test"
            said = await app.slack.say(app.slack.ada, app.slack.channel, "hello")
        assert (said.status, said.deliveries[0].answer.failure) == (0, "http_timeout")
        app.slack.app_url = ""
        with pytest.raises(RuntimeError, match="no request URL"):
            await app.slack.say(app.slack.ada, app.slack.channel, "hello")


def test_a_shape_takes_no_key_that_was_not_recorded() -> None:
    with pytest.raises(KeyError, match="colour"):
        fill("events/message", colour="red")
    assert "files" not in fill("events/app_mention", files=ABSENT)


async def test_every_event_has_the_keys_of_its_recorded_shape_only() -> None:
    async with open_app() as app:
        slack = app.slack
        said = await slack.mention(slack.ada, slack.channel, "hello", files=[("a.txt", b"x")])
        await slack.say(slack.bob, slack.channel, "hello", thread_ts=said.ts)
        await slack.edit(said, "changed")
        await slack.delete(await slack.bot_says(slack.channel, "hello"))
        await slack.bot_says(slack.channel, "hello", classic=True)
        await slack.open_home(slack.ada)
        await slack.context_changed(slack.ada, slack.channel)
        await slack.member_left(slack.bob, slack.channel)
        await slack.bot_removed(slack.channel, slack.ada)
        await slack.bot_added(slack.channel, slack.ada)
        await slack.channel_archive(slack.channel, slack.ada)
        await slack.team_access_revoked(slack.team)
        await slack.app_uninstalled(slack.team)
        used = {SHAPES.get(kind, f"events/{kind.strip(':')}") for kind in types(app)}
        assert used | {"events/bot_message"} == set(payload.names("events"))
        for each, kind in zip(app.received, types(app), strict=True):
            shape = SHAPES.get(kind, f"events/{kind.strip(':')}")
            shape = "events/bot_message" if "bot_profile" in each["event"] else shape
            assert each["event"].keys() <= fill(shape).keys()
            assert each.keys() <= fill("envelopes/event_callback").keys()


SHAPES = {
    "message:": "events/message",
    "message:file_share": "events/message_file_share",
    "message:bot_message": "events/bot_message_classic",
    "message:message_changed": "events/message_changed",
    "message:message_deleted": "events/message_deleted",
    "message:channel_join": "events/channel_notice",
    "message:channel_leave": "events/channel_notice",
    "message:channel_archive": "events/channel_notice",
}
"""The recorded shape of a message event by its subtype; of other events it has their name."""
