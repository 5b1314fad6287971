"""Cards that people press and fill in."""

import json
from typing import Any

import pytest
from aiohttp import web

from tests.adapters.teams.connector.checks.wire import App, adaptive, block, card, execute, open_app
from tests.adapters.teams.connector.invoke_answer import CARD, ERROR, MESSAGE, WENT_WRONG
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.post import Post

pytestmark = pytest.mark.fakes

FORM: list[JSON] = [
    {"type": "Input.Text", "id": "job", "label": "Job", "isRequired": True, "maxLength": 8},
    {"type": "Input.Number", "id": "depth", "label": "Depth", "min": 1, "max": 9},
    {"type": "Input.Toggle", "id": "all", "title": "All"},
    {
        "type": "Input.ChoiceSet",
        "id": "zone",
        "label": "Zone",
        "value": "b",
        "choices": [{"title": "A", "value": "a"}, {"title": "B", "value": "b"}],
    },
]


def told(kind: str, value: Any, *, code: int = 200, status: int = 200) -> web.Response:
    body = {"statusCode": code, "type": kind, "value": value}
    return web.Response(status=status, text=json.dumps(body), content_type="application/json")


async def asked(app: App, *, channel: bool = False) -> Post:
    place = app.teams.channel if channel else app.teams.chat
    attachment = card(block("Which?"), *FORM, actions=[execute("Send", run="7")])
    return await app.posted(place, "", attachments=[attachment])


async def test_a_press_of_execute_is_an_invoke() -> None:
    async with open_app() as app:
        teams = app.teams
        app.answers.append(told(MESSAGE, "Thank you."))
        post = await asked(app, channel=True)
        pressed = await teams.press(teams.ada, post, "Send", inputs={"job": "GL"})
        assert (pressed.status, pressed.answer.text) == (200, "Thank you.")
        got = pressed.activity
        assert (got["type"], got["name"], got["replyToId"]) == ("invoke", "adaptiveCard/action", post.id)
        assert got["conversation"]["id"] == f"{teams.channel.id};messageid={post.id}"
        assert got["value"] == {
            "action": {
                "type": "Action.Execute",
                "title": "Send",
                "verb": "dataops",
                "data": {"run": "7", "job": "GL", "all": "false", "zone": "b"},
            },
            "trigger": "manual",
        }


async def test_an_older_client_submits_a_message() -> None:
    async with open_app() as app:
        post = await asked(app)
        pressed = await app.teams.press(
            app.teams.ada, post, "Send", inputs={"job": "GL", "depth": "2"}, submit=True
        )
        got = pressed.activity
        assert (got["type"], got["replyToId"], "text" in got) == ("message", post.id, False)
        assert got["value"] == {"run": "7", "job": "GL", "depth": "2", "all": "false", "zone": "b"}
        assert got["channelData"]["source"] == {"name": "message"}
        assert got["channelData"]["legacy"] == {"replyToId": f"1:{post.id}"}


@pytest.mark.parametrize(
    "inputs",
    [{}, {"job": ""}, {"job": "far too long"}, {"job": "x", "depth": "10"}, {"job": "x", "zone": "c"}],
)
async def test_a_client_does_not_send_what_the_card_forbids(inputs: dict[str, str]) -> None:
    async with open_app() as app:
        post = await asked(app)
        with pytest.raises(ValueError, match=r"."):
            await app.teams.press(app.teams.ada, post, "Send", inputs=inputs)
        assert app.received == []


async def test_nobody_presses_what_is_not_there() -> None:
    async with open_app() as app:
        post = await asked(app)
        with pytest.raises(LookupError, match="Cancel"):
            await app.teams.press(app.teams.ada, post, "Cancel")
        with pytest.raises(LookupError, match="nothing"):
            await app.teams.press(app.teams.ada, post, "Send", inputs={"job": "x", "nothing": "x"})
        link = {"type": "Action.OpenUrl", "title": "Open", "url": "https://x.y/"}
        opened = await app.posted(app.teams.chat, "", attachments=[card(block("x"), actions=[link])])
        assert opened.links == ("https://x.y/",)
        with pytest.raises(LookupError, match="tells the bot nothing"):
            await app.teams.press(app.teams.ada, opened, "Open")


async def test_a_card_in_the_answer_is_for_the_one_who_pressed_until_the_next_update() -> None:
    async with open_app() as app:
        teams = app.teams
        attachment = card(block("Which?"), actions=[execute("Send")])
        post = await app.posted(teams.group, "", attachments=[attachment])
        app.answers.append(told(CARD, adaptive(block("Sent."))))
        await teams.press(teams.ada, post, "Send")
        texts = [teams.message(post, viewer=each).text for each in (teams.ada, teams.bob)]
        assert texts == ["Sent.", "Which?\nSend"]
        await app.update(post, attachments=[card(block("Over."))])
        assert teams.message(post, viewer=teams.ada).text == "Over."


@pytest.mark.parametrize(
    "answer",
    [
        web.Response(),
        web.Response(status=401),
        web.Response(text="thanks"),
        web.Response(text="[]"),
        told(MESSAGE, "x", status=500),
        told(MESSAGE, {"text": "x"}),
        told(CARD, adaptive(version="1.6")),
        told("text/plain", "x"),
        web.Response(text="null"),
    ],
)
async def test_an_answer_that_is_none_tells_that_something_went_wrong(answer: web.Response) -> None:
    async with open_app() as app:
        attachment = card(block("x"), actions=[execute("Send")])
        post = await app.posted(app.teams.chat, "", attachments=[attachment])
        app.answers.append(answer)
        pressed = await app.teams.press(app.teams.ada, post, "Send")
        assert (pressed.answer.wrong, pressed.answer.text) == (True, WENT_WRONG)
        assert app.teams.message(post, viewer=app.teams.ada).text == "x\nSend"


async def test_an_error_in_the_answer_is_shown() -> None:
    async with open_app() as app:
        attachment = card(block("x"), actions=[execute("Send")])
        post = await app.posted(app.teams.chat, "", attachments=[attachment])
        app.answers.append(told(ERROR, {"code": "BadRequest", "message": "Not you."}, code=400))
        pressed = await app.teams.press(app.teams.ada, post, "Send")
        assert (pressed.answer.text, pressed.answer.wrong) == ("Not you.", False)
