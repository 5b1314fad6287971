"""Commands, presses, forms and shortcuts."""

import json
from typing import Any

import pytest
from aiohttp import web

from tests.adapters.slack.workspace import OpenView, Post
from tests.adapters.slack.workspace.checks.wire import App, buttons, open_app, plain, section
from tests.adapters.slack.workspace.payload import JSON

pytestmark = pytest.mark.fakes

ENTRY: JSON = {
    "type": "input",
    "block_id": "job",
    "label": plain("Job"),
    "element": {"type": "plain_text_input", "action_id": "name", "max_length": 10},
}
COUNT: JSON = {
    "type": "input",
    "block_id": "count",
    "optional": True,
    "label": plain("Levels"),
    "element": {"type": "number_input", "action_id": "levels", "is_decimal_allowed": False, "max_value": "9"},
}
FILE: JSON = {
    "type": "input",
    "block_id": "file",
    "optional": True,
    "label": plain("JIL"),
    "element": {"type": "file_input", "action_id": "jil", "max_files": 1},
}
MENU: JSON = {
    "type": "input",
    "block_id": "menu",
    "label": plain("Direction"),
    "element": {
        "type": "static_select",
        "action_id": "way",
        "options": [{"text": plain(way), "value": way} for way in ("up", "down")],
        "initial_option": {"text": plain("up"), "value": "up"},
    },
}


def modal(*blocks: JSON, **more: Any) -> JSON:
    return {
        "type": "modal",
        "callback_id": "start",
        "title": plain("Start"),
        "submit": plain("Send"),
        "blocks": list(blocks),
    } | more


async def opened(app: App, *blocks: JSON, **more: Any) -> OpenView:
    """A form that the app opened for ada."""
    act = await app.slack.command("/dataops", "", app.slack.ada, app.slack.channel)
    answer = await app.call("views.open", trigger_id=act.trigger_id, view=modal(*blocks, **more))
    assert answer["ok"], answer
    return app.slack.views(app.slack.ada)[-1]


async def question(app: App) -> Post:
    ts = await app.posted("Sure?", blocks=[section("Sure?"), buttons("Yes", "No")])
    return app.slack.message(app.slack.channel, ts)


async def test_a_command_works_where_the_app_is_no_member_and_tells_no_private_name() -> None:
    async with open_app() as app:
        secret = app.slack.world.add_channel("secret", app.slack.team, kind="group").id
        app.answers += [web.json_response({"text": "Invite me"}), web.Response(text="plain")]
        act = await app.slack.command("/dataops", "parse-jil", app.slack.ada, secret)
        await app.slack.command("/dataops", "", app.slack.ada, secret)
        command = app.received[0]
        assert (command["command"], command["text"]) == ("/dataops", "parse-jil")
        assert (command["channel_id"], command["channel_name"]) == (secret, "privategroup")
        assert (command["trigger_id"], command["response_url"]) == (act.trigger_id, act.response_url)
        assert [post.text for post in app.slack.ephemerals(app.slack.ada)] == ["Invite me", "plain"]


async def test_a_press_brings_the_button_and_where_it_stands() -> None:
    async with open_app() as app:
        post = await question(app)
        yes = post.button("Yes")
        await app.slack.press(app.slack.bob, post, yes.action_id, yes.value)
        press = app.received[-1]
        (action,) = press["actions"]
        assert (press["type"], press["user"]["id"]) == ("block_actions", app.slack.bob)
        assert (action["action_id"], action["value"], action["block_id"]) == ("answer|0", "yes", "row")
        assert press["container"]["message_ts"] == press["message"]["ts"] == post.ts
        with pytest.raises(LookupError):
            post.button("Perhaps")
        with pytest.raises(LookupError):
            await app.slack.press(app.slack.bob, post, "answer|0", "no")


async def test_a_post_can_be_pressed_as_it_was_seen_after_it_changed() -> None:
    async with open_app() as app:
        post = await question(app)
        where = {"channel": post.channel, "ts": post.ts}
        await app.call("chat.update", **where, text="Done", blocks=[section("Done")])
        await app.slack.press(app.slack.ada, post, "answer|1")
        assert app.received[-1]["actions"][0]["value"] == "no"


async def test_menus_and_inputs_of_a_message_bring_what_was_chosen() -> None:
    async with open_app() as app:
        menu = {"type": "actions", "block_id": "menu", "elements": [MENU["element"]]}
        ts = await app.posted("Where?", blocks=[ENTRY, menu, buttons("Go")])
        post = app.slack.message(app.slack.channel, ts)
        await app.slack.press(app.slack.ada, post, "way", "down", entered={"name": "GL_POST"})
        press = app.received[-1]
        assert press["actions"][0]["selected_option"]["value"] == "down"
        assert press["state"]["values"]["job"]["name"]["value"] == "GL_POST"
        assert press["state"]["values"]["menu"]["way"]["selected_option"]["value"] == "down"
        with pytest.raises(LookupError):
            await app.slack.press(app.slack.ada, post, "way", "sideways")


async def test_a_private_post_is_pressed_without_a_message_and_replaced_by_its_address() -> None:
    async with open_app() as app:
        args = {"channel": app.slack.channel, "user": app.slack.ada}
        await app.call("chat.postEphemeral", **args, text="Sure?", blocks=[buttons("Yes")])
        (post,) = app.slack.ephemerals(app.slack.ada)
        act = await app.slack.press(app.slack.ada, post, "answer|0")
        press = app.received[-1]
        assert (press["container"]["is_ephemeral"], "message" in press) == (True, False)
        body = {"replace_original": True, "text": "Done"}
        async with app.session.post(act.response_url, json=body) as response:
            assert await response.json() == {"ok": True}
        assert [post.text for post in app.slack.ephemerals(app.slack.ada)] == ["Done"]


async def test_an_address_is_good_five_times_within_half_an_hour() -> None:
    async with open_app() as app:
        act = await app.slack.command("/dataops", "", app.slack.ada, app.slack.channel)
        bodies: list[JSON] = [
            {"text": "private"},
            {"text": "public", "response_type": "in_channel"},
            {"markdown_text": "nothing"},
        ]
        statuses = []
        for body in [*bodies, *bodies]:
            async with app.session.post(act.response_url, json=body) as response:
                statuses.append(response.status)
        assert statuses == [200, 200, 400, 200, 200, 404]
        assert [post.text for post in app.slack.messages(app.slack.channel)] == ["public"] * 2
        late = await app.slack.command("/dataops", "", app.slack.ada, app.slack.channel)
        app.slack.clock.advance(1801)
        async with app.session.post(late.response_url, json={"text": "late"}) as response:
            assert (await response.json())["error"] == "expired_url"


async def test_a_trigger_is_good_once_and_for_three_seconds() -> None:
    async with open_app() as app:
        first = await app.slack.command("/dataops", "", app.slack.ada, app.slack.channel)
        view = modal(ENTRY)
        assert await app.error("views.open", trigger_id="1.2.3", view=view) == "invalid_trigger_id"
        bad = modal(ENTRY, title=plain("x" * 25))
        assert await app.error("views.open", trigger_id=first.trigger_id, view=bad) == "invalid_arguments"
        assert await app.error("views.open", trigger_id=first.trigger_id, view=view) == ""
        assert await app.error("views.open", trigger_id=first.trigger_id, view=view) == "exchanged_trigger_id"
        late = await app.slack.command("/dataops", "", app.slack.ada, app.slack.channel)
        app.slack.clock.advance(3.1)
        assert await app.error("views.open", trigger_id=late.trigger_id, view=view) == "expired_trigger_id"


async def test_a_form_is_sent_with_what_was_put_in_and_closes() -> None:
    async with open_app() as app:
        view = await opened(app, ENTRY, COUNT, FILE, MENU, private_metadata="opaque")
        assert (view.title, view.user) == ("Start", app.slack.ada)
        await app.slack.submit(view, {"name": "GL_POST", "count": 3, "jil": [("a.jil", b"insert_job: A")]})
        sent = app.received[-1]
        values = sent["view"]["state"]["values"]
        assert (sent["type"], sent["view"]["private_metadata"]) == ("view_submission", "opaque")
        assert values["job"]["name"] == {"type": "plain_text_input", "value": "GL_POST"}
        assert values["count"]["levels"]["value"] == "3"
        assert values["menu"]["way"]["selected_option"]["value"] == "up"
        (file,) = values["file"]["jil"]["files"]
        headers = {"Authorization": f"Bearer {app.slack.bot_token}"}
        async with app.session.get(file["url_private"], headers=headers) as response:
            assert await response.read() == b"insert_job: A"
        assert app.slack.views() == []
        assert (await app.slack.submit(view, {"name": "GL_POST"})).status == 200


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({}, "needed"),
        ({"name": "x" * 11}, "too long"),
        ({"name": "x", "levels": "1.5"}, "whole numbers"),
        ({"name": "x", "levels": "10"}, "out of range"),
        ({"name": "x", "jil": [("a", b""), ("b", b"")]}, "too many files"),
    ],
)
async def test_slack_itself_keeps_a_form_open_that_is_not_filled_in(values: JSON, problem: str) -> None:
    async with open_app() as app:
        view = await opened(app, ENTRY, COUNT, FILE)
        with pytest.raises(ValueError, match=problem):
            await app.slack.submit(view, values)
        with pytest.raises(LookupError):
            await app.slack.submit(view, {"name": "x", "other": "y"})
        assert len(app.received) == 1


async def test_the_answer_to_a_form_is_acted_on() -> None:
    async with open_app() as app:
        view = await opened(app, ENTRY)
        answers: list[JSON] = [
            {"response_action": "errors", "errors": {"job": "There is no such job."}},
            {"response_action": "update", "view": modal(ENTRY, title=plain("Again"))},
            {"response_action": "push", "view": modal(ENTRY, title=plain("More"))},
            {"response_action": "clear"},
        ]
        app.answers += [web.json_response(answer) for answer in answers]
        await app.slack.submit(view, {"name": "x"})
        assert app.slack.views()[0].errors == {"job": "There is no such job."}
        await app.slack.submit(view, {"name": "x"})
        assert [each.title for each in app.slack.views()] == ["Again"]
        await app.slack.submit(app.slack.views()[0], {"name": "x"})
        assert [each.title for each in app.slack.views()] == ["Again", "More"]
        await app.slack.submit(app.slack.views()[1], {"name": "x"})
        assert app.slack.views() == []


async def test_a_form_is_updated_unless_somebody_was_faster_and_closed_with_a_word_on_demand() -> None:
    async with open_app() as app:
        view = await opened(app, ENTRY, notify_on_close=True)
        args = {"view_id": view.id, "hash": view.raw["hash"], "view": modal(COUNT)}
        assert [await app.error("views.update", **args) for _ in range(2)] == ["", "hash_conflict"]
        assert "Levels" in app.slack.views()[0].text
        await app.slack.close(app.slack.views()[0])
        assert app.received[-1]["type"] == "view_closed"
        assert await app.error("views.update", view_id=view.id, view=modal(COUNT)) == "not_found"
        await opened(app, ENTRY, external_id="start")
        again = await app.slack.command("/dataops", "", app.slack.ada, app.slack.channel)
        args = {"trigger_id": again.trigger_id, "view": modal(ENTRY, external_id="start")}
        assert await app.error("views.open", **args) == "duplicate_external_id"
        silent = await opened(app, ENTRY)
        assert (await app.slack.close(silent)).deliveries == []


async def test_a_shortcut_brings_its_message_with_its_file() -> None:
    async with open_app() as app:
        said = await app.slack.share_file(app.slack.ada, app.slack.channel, "a.jil", b"x")
        await app.slack.message_shortcut("analyse", said, user=app.slack.bob)
        sent = app.received[-1]
        assert (sent["type"], sent["callback_id"]) == ("message_action", "analyse")
        assert (sent["user"]["id"], sent["message"]["files"][0]["name"]) == (app.slack.bob, "a.jil")
        assert sent["message_ts"] == said.ts


async def test_somebody_of_another_company_presses_with_their_own_workspace() -> None:
    async with open_app() as app:
        world, slack = app.slack.world, app.slack
        other = world.add_team("Elsewhere", in_grid=False)
        eve = world.add_person("eve", other.id).id
        members = (eve, slack.install.bot_user)
        shared = world.add_channel("shared", slack.team, members=members, connected=(other.id,)).id
        answer = await app.call("chat.postMessage", channel=shared, text="?", blocks=[buttons("Yes")])
        act = await slack.press(eve, slack.message(shared, answer["ts"]), "answer|0")
        press = app.received[-1]
        assert press["team"]["id"] == press["user"]["team_id"] == other.id
        view = (await app.call("views.open", trigger_id=act.trigger_id, view=modal(ENTRY)))["view"]
        assert (view["team_id"], view["app_installed_team_id"]) == (other.id, slack.team)


async def test_json_in_the_answer_to_a_command_may_be_public() -> None:
    async with open_app() as app:
        body = json.dumps({"response_type": "in_channel", "text": "for all"})
        app.answers.append(web.Response(text=body, content_type="application/json"))
        act = await app.slack.command("/dataops", "", app.slack.ada, app.slack.channel)
        assert act.json()["text"] == "for all"
        assert [post.text for post in app.slack.messages(app.slack.channel)] == ["for all"]
