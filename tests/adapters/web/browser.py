"""A served site and a browser's side of it, without a browser: cookies, forms, the live connection."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
from aiohttp import ClientSession, CookieJar, FormData, WSMsgType, web

from adapters.web.site import Site
from bots.bind import bind
from bots.service import Service
from bots.serving import listening, open_site
from core.settings import Settings

JSON = {"Accept": "application/json"}
CHANNEL = "/c/night-batch"


class _Text(HTMLParser):
    """Gathers what a reader sees."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def text_of(html: str) -> str:
    """The text of a piece of HTML."""
    parser = _Text()
    parser.feed(html)
    return "".join(parser.parts)


def tags_of(html: str) -> list[tuple[str, dict[str, str | None]]]:
    """The tags of a piece of HTML with their attributes."""
    parser = _Text()
    parser.feed(html)
    return parser.tags


@dataclass
class Browser:
    """One person's browser."""

    session: ClientSession
    site: Site
    service: Service

    async def page(self, path: str) -> str:
        """A page that is there."""
        async with self.session.get(path) as response:
            text = await response.text()
            assert response.status == 200, text
            return text

    async def form(self, **fields: Any) -> FormData:
        """A form of this login; lists of files are (name, content)."""
        page = await self.page("/")
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', page)
        assert found is not None
        files = fields.pop("files", ())
        data = FormData({"csrf": found[1], "act": uuid4().hex} | fields)
        for name, content in files:
            data.add_field("files", BytesIO(content), filename=name)
        return data

    async def post(self, path: str, data: Any, **headers: str) -> tuple[int, dict[str, Any]]:
        """Post a form as the page's script does; status and answer."""
        async with self.session.post(path, data=data, headers=JSON | headers) as response:
            return response.status, orjson.loads(await response.read())

    async def say(self, text: str, path: str = CHANNEL, **fields: Any) -> str:
        """Send a message; the path of its thread."""
        status, answer = await self.post(path, await self.form(text=text, **fields))
        assert status == 200, answer
        return str(answer["thread"])

    async def until(self, thread: str, text: str) -> str:
        """Follow a thread live until a text stands in it; the thread's page then."""
        shown: dict[int, str] = {}
        async with asyncio.timeout(30), self.session.ws_connect(f"{thread}/live?after=0") as socket:
            async for message in socket:
                assert message.type is WSMsgType.BINARY
                for post in orjson.loads(message.data).get("posts", ()):
                    shown[post["id"]] = text_of(post["html"])
                if any(text in each for each in shown.values()):
                    return await self.page(thread)
        raise AssertionError(f"{text!r} does not stand in {list(shown.values())}")

    async def become(self, person: str) -> None:
        """Switch to another of the demo's people."""
        async with self.session.get("/") as response:
            found = re.search(r'name="csrf" value="([0-9a-f]+)"', await response.text())
        assert found is not None
        await self.session.post("/person", data={"csrf": found[1], "person": person}, allow_redirects=False)


@asynccontextmanager
async def open_browser(tmp_path: Path, *, demo: bool = True, **settings: Any) -> AsyncIterator[Browser]:
    """Serve a site on a free port, with its engine, and open a browser at it."""
    chosen: dict[str, Any] = {
        "dataops_home": tmp_path / "home",
        "dataops_workflows": str(tmp_path / "workflows"),
    }
    configured = Settings(_env_file=None, **(chosen | settings))
    bound = bind(configured, "127.0.0.1", 0, demo=demo)
    async with (
        open_site(configured, bound, demo=demo) as (service, site),
        listening(web.Application(), site, bound),
    ):
        engine = asyncio.create_task(service.engine.serve())
        async with ClientSession(bound.address, cookie_jar=CookieJar(unsafe=True)) as session:
            yield Browser(session, site, service)
        engine.cancel()
        with suppress(asyncio.CancelledError):
            await engine
