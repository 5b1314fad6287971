"""The bot's side for checks: calls without a library, and a bot that writes down what it gets."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from aiohttp import ClientResponse, ClientSession, web

from tests.adapters.teams.connector import Connector, Conversation, Tenant, open_connector
from tests.adapters.teams.connector.delivery import Act
from tests.adapters.teams.connector.payload import JSON
from tests.adapters.teams.connector.post import Post
from tests.adapters.teams.connector.rules.attachment_rules import ADAPTIVE


@dataclass
class Told:
    """What the connector answered."""

    status: int
    body: Any
    headers: dict[str, str]

    @property
    def code(self) -> str:
        return str(self.body["error"]["code"]) if "error" in self.body else ""


@dataclass
class App:
    """A bot that answers what it was told to, in order, and an empty 200 after that."""

    teams: Connector
    session: ClientSession
    token: str
    answers: list[web.Response] = field(default_factory=list)
    received: list[JSON] = field(default_factory=list)

    async def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        tenant: Tenant | None = None,
        token: str | None = None,
    ) -> Told:
        """A call below the ``serviceUrl`` of a tenant."""
        base = (tenant or self.teams.tenant).service_url
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        async with self.session.request(method, f"{base}v3/{path}", json=body, headers=headers) as response:
            return Told(response.status, await _body(response), dict(response.headers))

    async def send(self, place: Conversation, text: str = "hello", root: str = "", **more: Any) -> Told:
        """Send a message into a conversation, under a post where one is named."""
        path = f"conversations/{quote(place.address(root), safe='')}/activities"
        return await self.call("POST", path, message(text, **more), tenant=place.tenant)

    async def posted(self, place: Conversation, text: str = "hello", root: str = "", **more: Any) -> Post:
        """A message that the bot sent, as people see it."""
        told = await self.send(place, text, root, **more)
        assert told.status == 201, told
        return self.teams.message(Act(place.id, told.body["id"]))

    async def update(self, post: Post, text: str = "", **more: Any) -> Told:
        place = self.teams.world.conversations[post.conversation]
        path = f"conversations/{quote(place.id, safe='')}/activities/{post.id}"
        return await self.call("PUT", path, message(text, **more), tenant=place.tenant)

    async def handle(self, request: web.Request) -> web.Response:
        self.received.append(json.loads(await request.text()))
        return self.answers.pop(0) if self.answers else web.Response()


async def _body(response: ClientResponse) -> Any:
    return await response.json() if response.content_type == "application/json" else await response.read()


@asynccontextmanager
async def open_app(**settings: Any) -> AsyncIterator[App]:
    """A fake Teams, and a bot at its messaging endpoint."""
    async with open_connector(**settings) as teams, ClientSession() as session:
        app = App(teams, session, teams.issued.issue(teams.app_id, teams.tenant.id).token)
        served = web.Application()
        served.add_routes([web.post("/api/messages", app.handle)])
        runner = web.AppRunner(served, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        teams.app_url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/messages"
        try:
            yield app
        finally:
            await runner.cleanup()


def message(text: str = "", **more: Any) -> JSON:
    return {"type": "message", **({"text": text} if text else {}), **more}


def card(*body: JSON, **more: Any) -> JSON:
    """An attachment with an Adaptive Card."""
    return {"contentType": ADAPTIVE, "content": adaptive(*body, **more)}


def adaptive(*body: JSON, **more: Any) -> JSON:
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body)} | more


def block(text: str) -> JSON:
    return {"type": "TextBlock", "text": text, "wrap": True}


def execute(title: str, **data: Any) -> JSON:
    """A button with a fallback for clients that do not know it."""
    fallback = {"type": "Action.Submit", "title": title, "data": data}
    return {"type": "Action.Execute", "title": title, "verb": "dataops", "data": data, "fallback": fallback}


def consent(name: str = "run.csv", **context: Any) -> JSON:
    content = {
        "description": "the runs",
        "sizeInBytes": 3,
        "acceptContext": context,
        "declineContext": context,
    }
    return {
        "contentType": "application/vnd.microsoft.teams.card.file.consent",
        "name": name,
        "content": content,
    }
