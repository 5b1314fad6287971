"""The bot's command at a message, and its dialog."""

import json

import pytest
from aiohttp import web

from tests.adapters.teams.connector.checks.wire import adaptive, block, open_app
from tests.adapters.teams.connector.rules.attachment_rules import ADAPTIVE

pytestmark = pytest.mark.fakes


def dialog(*inputs: str) -> web.Response:
    fields = [{"type": "Input.Text", "id": each, "label": each} for each in inputs]
    actions = [{"type": "Action.Submit", "title": "Run", "data": {"step": 1}}]
    shown = {"contentType": ADAPTIVE, "content": adaptive(block("What?"), *fields, actions=actions)}
    body = {"task": {"type": "continue", "value": {"title": "x", "card": shown}}}
    return web.Response(text=json.dumps(body), content_type="application/json")


async def test_a_command_at_a_message_opens_a_dialog_that_is_sent() -> None:
    async with open_app() as app:
        teams = app.teams
        said = await teams.say(teams.bob, teams.channel, "look at GL_POST")
        app.answers.append(dialog("depth"))
        opened = await teams.message_action(teams.ada, said, "explain")
        got = opened.activity
        assert (got["name"], got["value"]["commandContext"]) == ("composeExtension/fetchTask", "message")
        payload = got["value"]["messagePayload"]
        assert (payload["id"], payload["body"]["content"]) == (said.id, "<p>look at GL_POST</p>")
        assert payload["from"]["user"]["id"] == teams.bob.aad
        assert got["from"]["aadObjectId"] == teams.ada.aad
        assert opened.text.split("\n") == ["What?", "depth", "Run"]

        sent = await teams.submit(opened, {"depth": "2"})
        assert sent.activity["name"] == "composeExtension/submitAction"
        assert sent.activity["value"]["data"] == {"step": 1, "depth": "2"}
        assert sent.activity["value"]["commandId"] == "explain"
        assert sent.activity["conversation"]["id"].endswith(f";messageid={said.root}")
        assert (sent.card, sent.text) == (None, "")


async def test_a_command_without_a_dialog_is_sent_at_once() -> None:
    async with open_app() as app:
        teams = app.teams
        post = await app.posted(teams.group, "answer")
        sent = await teams.message_action(teams.ada, post, "explain", fetch=False)
        value = sent.activity["value"]
        assert (sent.activity["name"], value["data"]) == ("composeExtension/submitAction", {})
        assert value["messagePayload"]["from"]["application"]["id"] == teams.app_id


async def test_nobody_sends_a_dialog_that_did_not_open() -> None:
    async with open_app() as app:
        teams = app.teams
        said = await teams.say(teams.ada, teams.chat, "hello")
        body = json.dumps({"task": {"type": "message", "value": "Not here."}})
        app.answers.append(web.Response(text=body))
        shown = await teams.message_action(teams.ada, said, "explain")
        assert shown.text == "Not here."
        with pytest.raises(LookupError):
            await teams.submit(shown)
