"""The app's side for checks: calls without a library, and an app that writes down what it gets."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from aiohttp import ClientSession, web

from tests.adapters.slack.workspace import Workspace, open_workspace
from tests.adapters.slack.workspace.payload import JSON


@dataclass
class App:
    """An app that answers what it was told to, in order, and an empty 200 after that."""

    slack: Workspace
    session: ClientSession
    answers: list[web.Response] = field(default_factory=list)
    received: list[JSON] = field(default_factory=list)

    async def call(self, method: str, *, token: str | None = None, **args: Any) -> JSON:
        """The answer to a call with JSON."""
        headers = {"Authorization": f"Bearer {self.slack.bot_token if token is None else token}"}
        async with self.session.post(f"/api/{method}", json=args, headers=headers) as response:
            return dict(await response.json())

    async def error(self, method: str, *, token: str | None = None, **args: Any) -> str:
        """The error of a call that is refused; "" where it is not."""
        return str((await self.call(method, token=token, **args)).get("error", ""))

    async def posted(self, text: str = "hello", **args: Any) -> str:
        """The timestamp of a message that the app posted."""
        answer = await self.call("chat.postMessage", channel=self.slack.channel, text=text, **args)
        assert answer["ok"], answer
        return str(answer["ts"])

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.text()
        self.received.append(json.loads(body) if request.content_type == "application/json" else _form(body))
        return self.answers.pop(0) if self.answers else web.Response()


def _form(body: str) -> JSON:
    values = {key: value[0] for key, value in parse_qs(body, keep_blank_values=True).items()}
    return dict(json.loads(values["payload"])) if "payload" in values else dict(values)


@asynccontextmanager
async def open_app(**settings: Any) -> AsyncIterator[App]:
    """A fake Slack, and an app at its request URL."""
    async with open_workspace(**settings) as slack, ClientSession(slack.base_url) as session:
        app = App(slack, session)
        served = web.Application()
        served.add_routes([web.post("/slack/events", app.handle)])
        runner = web.AppRunner(served, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.app_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        try:
            yield app
        finally:
            await runner.cleanup()


def section(text: str, **more: Any) -> JSON:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def buttons(*labels: str, action_id: str = "answer") -> JSON:
    """A row of buttons; each brings its label in lower case."""
    return {
        "type": "actions",
        "block_id": "row",
        "elements": [
            {
                "type": "button",
                "action_id": f"{action_id}|{number}",
                "text": {"type": "plain_text", "text": label},
                "value": label.lower(),
            }
            for number, label in enumerate(labels)
        ],
    }


def plain(text: str) -> JSON:
    return {"type": "plain_text", "text": text}
