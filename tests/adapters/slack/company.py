"""A company with two workspaces, and a service that is to be installed in them by OAuth."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiohttp import ClientSession
from cryptography.fernet import Fernet

from adapters.slack.oauth import COOKIE as NAME
from bots.service import Service
from core.settings import Settings
from tests.adapters.slack.office import serving
from tests.adapters.slack.workspace import Workspace, open_workspace

PUBLIC = "https://dataops.example.com"
KEY = Fernet.generate_key().decode()

COOKIE = f"__Host-{NAME}"
"""As it is called over TLS."""


@dataclass
class Place:
    """One of the workspaces: its id, a person and a channel that the policy names."""

    team: str
    person: str
    channel: str


@dataclass
class Page:
    """What a browser shows in the end."""

    status: int
    text: str


@dataclass
class Company:
    slack: Workspace
    first: Place
    second: Place
    home: Path
    settings: Settings
    browser: ClientSession
    address: str = ""
    service: Service | None = None

    async def begin(self) -> tuple[str, str]:
        """Open the address at which an installation begins: where it leads to, and the cookie it sets."""
        async with self.browser.get(f"{self.address}/slack/install", allow_redirects=False) as response:
            assert response.status == 302
            return response.headers["Location"], response.cookies[COOKIE].value

    async def decide(self, place: Place, location: str) -> dict[str, str]:
        """Somebody decides on Slack's page; the query that their browser brings back."""
        oauth = self.slack.world.oauth
        oauth.team, oauth.user = place.team, place.person
        async with self.browser.get(location, allow_redirects=False) as response:
            back = urlsplit(response.headers["Location"])
            assert f"{back.scheme}://{back.netloc}{back.path}" == f"{PUBLIC}/slack/oauth_redirect"
            return {key: value[0] for key, value in parse_qs(back.query).items()}

    async def come_back(self, query: dict[str, str], cookie: str | None) -> Page:
        """The browser comes back from Slack."""
        async with self.back(query, cookie) as response:
            return Page(response.status, await response.text())

    def back(self, query: dict[str, str], cookie: str | None) -> Any:
        """The request behind ``come_back``."""
        headers = {} if cookie is None else {"Cookie": f"{COOKIE}={cookie}"}
        url = f"{self.address}/slack/oauth_redirect"
        return self.browser.get(url, params=query, headers=headers, allow_redirects=False)

    async def install(self, place: Place) -> Page:
        """Install the app in a workspace, from one browser."""
        location, cookie = await self.begin()
        return await self.come_back(await self.decide(place, location), cookie)

    async def answered(self, place: Place, question: str, answer: str) -> str:
        """Ask in a workspace's channel and wait for the answer; the token that it was posted with."""
        said = await self.slack.mention(place.person, place.channel, question)
        assert said.status == 200
        await self.slack.until(
            lambda: any(answer in post.text for post in self.slack.messages(place.channel, said.ts))
        )
        return self.slack.calls("chat.postMessage", place.channel)[-1].token

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """The service runs."""
        async with serving(self.slack, self.settings) as (self.service, self.address):
            yield

    def files(self) -> bytes:
        """Every byte of the service's folder."""
        return b"".join(path.read_bytes() for path in sorted(self.home.rglob("*")) if path.is_file())


@asynccontextmanager
async def open_company(tmp_path: Path, **changed: Any) -> AsyncIterator[Company]:
    """Two workspaces, and a service with client settings; ``changed`` are other settings."""
    async with open_workspace() as slack, ClientSession() as browser:
        first = Place(slack.team, slack.ada, slack.channel)
        second = _second(slack)
        policy = tmp_path / "policy.yaml"
        people = "".join(f"  slack:{each.team}:{each.person}: [admin]\n" for each in (first, second))
        channels = "".join(f"  slack:{each.team}:{each.channel}: ['*']\n" for each in (first, second))
        policy.write_text(f"people:\n{people}channels:\n{channels}")
        home = tmp_path / "home"
        usual: dict[str, Any] = {
            "dataops_home": home,
            "dataops_policy": policy,
            "dataops_public_url": PUBLIC,
            "dataops_encryption_key": KEY,
            "slack_client_id": slack.world.client_id,
            "slack_client_secret": slack.world.client_secret,
            "slack_signing_secret": slack.signing_secret,
            "slack_api_url": slack.api_url,
        }
        settings = Settings(_env_file=None, **(usual | changed))
        yield Company(slack, first, second, home, settings, browser)


def _second(slack: Workspace) -> Place:
    """A second workspace, where the bot is in a channel."""
    world = slack.world
    team = world.add_team("Beta")
    person = world.add_person("eve", team.id, is_admin=True).id
    bot = world.install(team).bot_user
    return Place(team.id, person, world.add_channel("loads", team.id, members=(person, bot)).id)


def secrets(slack: Workspace) -> list[str]:
    """Every bot token and refresh token that Slack ever gave out."""
    grants = [each for each in slack.world.grants.values() if each.kind == "bot"]
    return [secret for each in grants for secret in (each.token, each.refresh_token) if secret]
