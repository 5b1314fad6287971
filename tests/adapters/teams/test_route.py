"""Deliveries over HTTP: what is read of them, and when."""

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest
from aiohttp import ClientSession

from adapters.teams import reception, route
from adapters.teams.arrivals.arrival import arrival
from adapters.teams.route import LARGEST
from tests.adapters.teams.office import Office, open_office

Patch = pytest.MonkeyPatch
JSON = {"Content-Type": "application/json"}


async def in_pieces(*pieces: bytes) -> AsyncIterator[bytes]:
    """A body of no length that is told."""
    for piece in pieces:
        yield piece


def token(office: Office) -> dict[str, str]:
    """The header that Teams sends."""
    return office.teams.signer.headers(office.teams.tenant.service_url)


async def status(office: Office, body: Any, headers: Mapping[str, str]) -> int:
    """How a request is answered."""
    async with (
        ClientSession() as session,
        session.post(office.teams.app_url, data=body, headers=headers) as answer,
    ):
        return answer.status


@asynccontextmanager
async def begun(office: Office, headers: Mapping[str, str]) -> AsyncIterator[asyncio.StreamReader]:
    """A request whose body does not come."""
    host, _, port = office.teams.app_url.split("/")[2].partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    told = {"Host": host, "Content-Length": "100", **headers}
    lines = [f"POST {route.PATH} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    writer.write("\r\n".join([*lines, "", '{"type"']).encode())
    try:
        yield reader
    finally:
        writer.close()


async def test_only_what_has_a_token_is_waited_for_and_not_for_long(
    tmp_path: Path, monkeypatch: Patch
) -> None:
    async with open_office(tmp_path, monkeypatch) as office, asyncio.timeout(4):
        async with begun(office, JSON) as answer:
            assert (await answer.readline()).startswith(b"HTTP/1.1 401 ")
        monkeypatch.setattr(route, "BODY_SECONDS", 0.05)
        async with begun(office, JSON | token(office)) as answer:
            assert (await answer.readline()).startswith(b"HTTP/1.1 408 ")


async def test_a_body_is_answered_as_it_is(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        good = JSON | token(office)
        large = b" " * (LARGEST + 1)
        assert await status(office, large, good) == 413
        assert await status(office, in_pieces(large[:-1], b" "), good) == 413
        for nothing in (b"", in_pieces(), b"[]", b"x", in_pieces(b"{", b"]")):
            assert await status(office, nothing, good) == 400
        assert await status(office, b"{}", good | {"Content-Type": "text/plain"}) == 415
        assert await status(office, b"{}", good) == 401
        assert await status(office, large, JSON) == 401


async def test_an_activity_may_come_in_pieces(tmp_path: Path, monkeypatch: Patch) -> None:
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        said = await teams.say(teams.ada, teams.chat, "What can you do?")
        body = orjson.dumps(said.activity | {"id": "another"})
        assert await status(office, in_pieces(body[:100], body[100:]), JSON | token(office)) == 200
        assert len(office.service.database.read("SELECT 1 FROM runs")) == 2


async def test_others_do_not_wait_while_a_large_one_is_read(tmp_path: Path, monkeypatch: Patch) -> None:
    readers: list[bool] = []

    def reading(*given: Any) -> Any:
        readers.append(threading.current_thread() is threading.main_thread())
        return arrival(*given)

    monkeypatch.setattr(reception, "arrival", reading)
    async with open_office(tmp_path, monkeypatch) as office:
        teams = office.teams
        await teams.say(teams.ada, teams.chat, "What can you do?")
        await teams.say(teams.ada, teams.chat, "What can you do? " * 2500)
    assert readers == [True, False]
