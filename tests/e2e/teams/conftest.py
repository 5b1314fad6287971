"""A bot that serves in a tenant of its own."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
import yaml

from core.chat.thread_ref import ChannelRef
from tests.e2e.ports import free_port
from tests.e2e.served import Served
from tests.e2e.teams import playground
from tests.e2e.teams.activities import activity
from tests.e2e.teams.client import Client
from tests.e2e.teams.drive import Drive, open_drive
from tests.e2e.teams.playground import ALICE, CHANNEL, CHAT, GROUP, TENANT, Person, Playground
from tests.e2e.web.conftest import CHROMIUM, FLAGS, WAIT

if TYPE_CHECKING:
    from playwright.async_api import Page

OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
"""Its page asks a host of Microsoft's for typefaces."""

Shoot = Callable[[str], Awaitable[None]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs what npm installs, and time to start it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("emulated")
            item.add_marker(pytest.mark.timeout(120))


@dataclass
class Team:
    """A tenant with a bot in it. Alice, whose client it is, is a user of the bot; Bob is not."""

    bot: Served
    playground: Playground
    client: Client
    drive: Drive
    session: aiohttp.ClientSession

    def activity(self, conversation: str, what: dict[str, Any], by: Person = ALICE) -> dict[str, Any]:
        """Something that the playground's page cannot do."""
        return activity(self.playground.service_url, conversation, by, **what)

    async def told(self, body: Any) -> tuple[int, Any]:
        """Tell the bot something without the playground; the status and body of its answer."""
        async with self.session.post(f"{self.bot.address}/api/messages", json=body) as response:
            return response.status, await response.json(content_type=None)


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Served]:
    """A bot without an app id that is not started yet."""
    policy = tmp_path / "policy.yaml"
    policy.write_text(_policy())
    bot = Served(tmp_path, options=())
    bot.address = f"http://127.0.0.1:{free_port()}"
    bot.variables |= {
        "DATAOPS_POLICY": str(policy),
        "DATAOPS_LEASE_SECONDS": "2",
        "TEAMS_ALLOW_ANONYMOUS_LOOPBACK": "true",
    }
    yield bot
    bot.kill()


@pytest.fixture
def tenant(bot: Served, tmp_path: Path) -> Iterator[Playground]:
    """A playground that knows the bot."""
    started = playground.start(f"{bot.address}/api/messages", tmp_path / "playground")
    yield started
    started.stop()


@pytest.fixture
async def team(bot: Served, tenant: Playground) -> AsyncIterator[Team]:
    """A bot that serves, and what Alice sees of it."""
    await asyncio.to_thread(bot.start)
    async with aiohttp.ClientSession() as session, open_drive() as drive:
        client = Client(tenant, session)
        async with client.watching():
            yield Team(bot, tenant, client, drive, session)


@pytest.fixture
async def page(team: Team) -> "AsyncIterator[Page]":
    """The playground's own page, at the personal chat."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, OFFLINE])
        page = await browser.new_page(viewport={"width": 1280, "height": 2400})
        page.set_default_timeout(WAIT)
        async with page.expect_response("**/_internal/v1/config"):
            await page.goto(team.playground.url)
        await page.get_by_text("Hello, I am DataOps").wait_for()  # the playground adds the bot
        yield page
        await browser.close()


@pytest.fixture
def shoot(page: "Page", tmp_path: Path) -> Shoot:
    """Save a picture of the page: ``await shoot("name")``."""
    folder = Path(os.environ.get("DATAOPS_SCREENSHOTS") or tmp_path)

    async def save(name: str) -> None:
        await page.screenshot(path=folder / f"teams_{name}.png")

    return save


def _policy() -> str:
    """Let Alice do what a developer does, wherever she is."""
    people = {_reference(ALICE.aad): ["developer"]}
    return yaml.safe_dump(
        {"people": people, "channels": {_reference(each): ["*"] for each in (CHAT, GROUP, CHANNEL)}}
    )


def _reference(name: str) -> str:
    return str(ChannelRef(platform="teams", tenant=TENANT, channel=name))
