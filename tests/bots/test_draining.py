"""A process that is told to stop takes nothing new, writes down what runs, and ends in time."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from bots.draining import SENTENCE, Draining
from bots.health import Health
from bots.health_routes import add_health
from core.storage.database import Database
from tests.adapters.web.browser import Browser
from tests.e2e.served import Served


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A service whose runs nobody else may touch for an hour, unless it hands them back."""
    service = Served(tmp_path, variables={"DATAOPS_LEASE_SECONDS": "3600"})
    yield service
    service.kill()


@asynccontextmanager
async def browser_at(address: str) -> AsyncIterator[Browser]:
    async with ClientSession(address, cookie_jar=CookieJar(unsafe=True)) as session:
        yield Browser(session, cast("Any", None), cast("Any", None))


async def test_what_is_new_is_refused_and_may_come_again() -> None:
    application = web.Application()
    health = Health(())
    draining = Draining(health, lambda: pytest.fail("it left at once"))
    draining.guard(application, besides=("/written-down",))
    add_health(application, health)

    async def take(_: web.Request) -> web.Response:
        return web.Response(text="taken")

    for path in ("/events", "/written-down"):
        application.router.add_route("*", path, take)
    async with TestClient(TestServer(application)) as client:
        assert (await client.post("/events")).status == 200
        assert (await client.get("/health/ready")).status == 200
        draining.begin()
        draining.begin()
        refused = await client.post("/events")
        assert (refused.status, refused.headers["Retry-After"]) == (503, "5")
        assert await refused.json() == {"problem": SENTENCE}
        assert (await client.post("/written-down")).status == 200
        assert (await client.get("/events")).status == 200
        ready = await client.get("/health/ready")
        assert ready.status == 503
        assert (await ready.json())["components"]["service"]["says"].startswith("It is stopping")
        assert (await client.get("/health/live")).status == 200
    draining.watchdog.cancel()


def test_whatever_hangs_is_left_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bots.draining.LONGEST", 0.01)
    left: list[bool] = []
    draining = Draining(Health(()), lambda: left.append(True))
    draining.begin()
    draining.watchdog.join(5)
    assert left == [True]


async def test_a_run_that_works_when_the_process_is_told_to_stop_ends_in_the_next(served: Served) -> None:
    served.start()
    async with browser_at(served.address) as browser:
        thread = await browser.say("/dataops gated-work across")
        await browser.until(thread, "Pass gate, running")
    code, seconds = served.drain()
    assert code == 0
    assert seconds < 10
    assert runs(served) == {("queued", 0): 1}
    served.start()
    served.gate("across")
    async with browser_at(served.address) as browser:
        await browser.page("/")  # the demo logs whoever comes in
        page = await browser.until(thread, "Passed the gate across.")
    assert page.count("Passed the gate across.") == 1


def runs(served: Served) -> Counter[tuple[str, int]]:
    """The states of all runs, and how many tries count against each."""
    database = Database(served.home / "dataops.db")
    try:
        return Counter((row["state"], row["tries"]) for row in database.read("SELECT * FROM runs"))
    finally:
        database.close()
