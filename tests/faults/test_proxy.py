"""The proxy does what it is told to, and passes on the rest as it is."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import ClientSession, web

from tests.faults.proxy import FaultProxy, Trouble, open_proxy, to


@dataclass
class Store:
    """What stands behind: it keeps what it is given."""

    kept: list[bytes] = field(default_factory=list)

    async def handle(self, request: web.Request) -> web.Response:
        self.kept.append(await request.read())
        return web.Response(status=201, body=b"kept", headers={"ETag": request.path_qs, "X-Sent": "one"})


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[Store, FaultProxy, ClientSession]]:
    store, application = Store(), web.Application()
    application.router.add_route("*", "/{path:.*}", store.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    target = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with open_proxy(target) as proxy, ClientSession() as session:
            yield store, proxy, session
    finally:
        await runner.cleanup()


async def test_requests_and_answers_are_passed_on() -> None:
    async with opened() as (store, proxy, session):
        async with session.put(f"{proxy.url}/a%2Fb?c=d%20e", data=b"text") as answer:
            assert (answer.status, await answer.read()) == (201, b"kept")
            assert answer.headers["ETag"] == "/a%2Fb?c=d%20e"
        assert store.kept == [b"text"]


async def test_an_answer_in_place_of_the_store_for_so_many_times() -> None:
    async with opened() as (store, proxy, session):
        trouble = proxy.trouble(Trouble(to("s3", "PUT"), times=2, status=429, headers={"Retry-After": "3"}))
        statuses = []
        for method in ("GET", "PUT", "PUT", "PUT"):
            async with session.request(method, proxy.url) as answer:
                statuses.append((answer.status, answer.headers.get("Retry-After")))
        assert statuses == [(201, None), (429, "3"), (429, "3"), (201, None)]
        assert (trouble.struck, len(store.kept)) == (2, 2)


@pytest.mark.parametrize(("doing", "kept"), [("cut", 1), ("hang", 0)])
async def test_an_answer_that_never_comes(doing: str, kept: int) -> None:
    async with opened() as (store, proxy, session):
        proxy.trouble(Trouble(to("s3"), doing, times=1))  # type: ignore[arg-type]
        with pytest.raises(aiohttp.ServerDisconnectedError):
            await session.post(proxy.url, data=b"text")
        assert len(store.kept) == kept


async def test_what_is_late_comes_all_the_same_and_healing_ends_it_all() -> None:
    async with opened() as (store, proxy, session):
        proxy.trouble(Trouble(to("dynamodb", operation="PutItem"), "delay", seconds=0.01))
        proxy.trouble(Trouble(to("dynamodb", operation="GetItem"), status=503))
        for operation, status in (("PutItem", 201), ("GetItem", 503)):
            headers = {"X-Amz-Target": f"DynamoDB_20120810.{operation}"}
            async with session.post(proxy.url, headers=headers) as answer:
                assert answer.status == status
        proxy.heal()
        async with session.post(proxy.url, headers={"X-Amz-Target": "DynamoDB_20120810.GetItem"}) as answer:
            assert answer.status == 201
        assert len(store.kept) == 2
