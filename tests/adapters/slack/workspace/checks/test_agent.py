"""The home tab, the messages tab, status lines and prompts."""

import pytest

from tests.adapters.slack.workspace.checks.wire import buttons, open_app, section
from tests.adapters.slack.workspace.payload import JSON

pytestmark = pytest.mark.fakes


async def test_a_home_tab_is_shown_and_pressed() -> None:
    async with open_app() as app:
        await app.slack.open_home(app.slack.ada)
        assert "view" not in app.received[-1]["event"]
        view: JSON = {"type": "home", "blocks": [section("My runs"), buttons("Refresh")]}
        published = (await app.call("views.publish", user_id=app.slack.ada, view=view))["view"]
        home = app.slack.home(app.slack.ada)
        assert home is not None
        assert home.text == "My runs\nRefresh"
        assert app.slack.home(app.slack.bob) is None
        await app.slack.open_home(app.slack.ada)
        assert app.received[-1]["event"]["view"]["id"] == published["id"]
        await app.slack.press(app.slack.ada, home, home.buttons[0].action_id)
        press = app.received[-1]
        assert (press["container"]["view_id"], "response_url" in press) == (published["id"], False)
        args: JSON = {"user_id": app.slack.ada, "view": view}
        await app.call("views.publish", **args)
        assert await app.error("views.publish", **args, hash=published["hash"]) == "hash_conflict"


async def test_the_messages_tab_tells_what_somebody_looks_at() -> None:
    async with open_app() as app:
        await app.slack.open_home(app.slack.ada, "messages", seeing=app.slack.channel)
        await app.slack.context_changed(app.slack.ada, app.slack.channel)
        opened, changed = (each["event"] for each in app.received)
        assert (opened["tab"], opened["channel"][0], "view" in opened) == ("messages", "D", False)
        assert opened["context"] == changed["context"]
        assert opened["context"]["entities"][0]["value"] == app.slack.channel


async def test_a_status_line_ends_with_a_message_or_after_two_minutes() -> None:
    async with open_app() as app:
        root = await app.posted("root")
        where: JSON = {"channel_id": app.slack.channel, "thread_ts": root}

        def now() -> str:
            return app.slack.status(app.slack.channel, root)

        await app.call("assistant.threads.setStatus", **where, status="is reading", loading_messages=["…"])
        assert now() == "is reading"
        await app.posted("done", thread_ts=root)
        assert now() == ""
        await app.call("assistant.threads.setStatus", **where, status="is drawing")
        app.slack.clock.advance(119)
        assert now() == "is drawing"
        app.slack.clock.advance(1)
        assert now() == ""
        await app.call("assistant.threads.setStatus", **where, status="again")
        await app.call("assistant.threads.setStatus", **where, status="")
        assert now() == ""
        args = {**where, "status": "x", "loading_messages": ["x"] * 11}
        assert await app.error("assistant.threads.setStatus", **args) == "invalid_arguments"
        lost = {"channel_id": app.slack.channel, "thread_ts": "1.0", "status": "x"}
        assert await app.error("assistant.threads.setStatus", **lost) == "invalid_thread_ts"


async def test_prompts_are_at_most_four_and_not_for_a_thread() -> None:
    async with open_app() as app:
        said = await app.slack.dm(app.slack.ada, "hello")
        prompts = [{"title": "Upstream", "message": "What is upstream of GL_POST?"}]
        method = "assistant.threads.setSuggestedPrompts"
        where = {"channel_id": said.channel}
        assert await app.error(method, **where, prompts=prompts * 5) == "invalid_arguments"
        assert await app.error(method, **where, prompts=prompts, thread_ts=said.ts) == ""
        assert app.slack.agent.prompts == []
        assert await app.error(method, **where, prompts=prompts, title="Ask") == ""
        (shown,) = app.slack.agent.prompts
        assert (shown.title, shown.prompts[0]["title"]) == ("Ask", "Upstream")
        title = {**where, "thread_ts": said.ts, "title": "Night batch"}
        assert await app.error("assistant.threads.setTitle", **title) == ""
        assert app.slack.agent.titles == {(said.channel, said.ts): "Night batch"}
