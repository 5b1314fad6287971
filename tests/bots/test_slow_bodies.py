"""Whoever sends a body a byte at a time is sent away; whoever has a slow line is not."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bots import slow_bodies
from bots.slow_bodies import end_slow_bodies
from tests.adapters.slack.office import open_office

Client = TestClient[web.Request, web.Application]
SECONDS = 0.25


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    """A server that reads what comes, whole or in parts."""
    application = web.Application()
    end_slow_bodies(application, SECONDS)

    async def whole(request: web.Request) -> web.Response:
        return web.Response(text=str(len(await request.read())))

    async def parts(request: web.Request) -> web.Response:
        return web.Response(text=str(sum([len(each) async for each in request.content.iter_any()])))

    async def form(request: web.Request) -> web.Response:
        return web.Response(text=json.dumps(list(await request.post())))

    async def at_once(_: web.Request) -> web.Response:
        return web.Response(text="ok")

    for name, handler in {"whole": whole, "parts": parts, "form": form, "at_once": at_once}.items():
        application.router.add_route("*", f"/{name}", handler)
    async with TestClient(TestServer(application)) as opened:
        yield opened


async def drops() -> AsyncIterator[bytes]:
    """A byte, and never another one."""
    yield b"a"
    await asyncio.Event().wait()


@pytest.mark.parametrize("path", ["/whole", "/parts", "/form"])
async def test_a_body_that_does_not_come_is_ended(client: Client, path: str) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = await client.post(path, data=drops(), headers=headers)
    assert answer.status == 408
    assert answer.headers["Connection"] == "close"


async def test_a_slow_line_is_waited_for(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_bodies, "LEAST_BYTES", 1)

    async def steady() -> AsyncIterator[bytes]:
        for _ in range(8):
            yield b"abc"
            await asyncio.sleep(SECONDS / 6)

    answer = await client.post("/whole", data=steady())
    assert (answer.status, await answer.text()) == (200, "24")


async def test_what_has_no_body_and_what_nobody_reads_is_answered(client: Client) -> None:
    assert (await client.get("/whole")).status == 200
    assert (await client.post("/at_once", data=b"abc")).status == 200
    assert (await client.post("/at_once", data=drops())).status == 200


async def test_a_connection_with_half_a_header_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bots.serving.IDLE_SECONDS", 0.1)
    async with open_office(tmp_path) as office:
        address = urlsplit(office.slack.app_url)
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(b"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: ")
        assert await reader.read() == b""
        writer.close()
