"""A whole service behind Slack's door, in a workspace of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from aiohttp import web

from bots.bind import bind
from bots.service import Service
from bots.serving import listening, open_site
from bots.slack import slack_open
from core.settings import Settings
from tests.adapters.hurry import hurried
from tests.adapters.slack.workspace import Workspace, open_workspace


@dataclass
class Office:
    """A workspace, and the service that is installed in it."""

    slack: Workspace
    service: Service
    finance: str
    """A channel that the policy names, and that the bot is no member of."""

    async def seen(self, thread: str, text: str) -> str:
        """Wait until a text stands in a thread; everything that stands there then."""

        def shown() -> str:
            everything = "\n".join(post.text for post in self.slack.messages(self.slack.channel, thread))
            return everything if text in everything else ""

        return await self.slack.until(shown)

    async def rest(self) -> None:
        """Wait until every run has come to its written end."""
        while await asyncio.to_thread(self.service.records.runs.unfinished):
            await asyncio.sleep(0)


@asynccontextmanager
async def open_office(
    tmp_path: Path,
    *,
    socket: bool = False,
    channel_rights: Sequence[str] = ("*",),
    policy: Callable[[Workspace], Mapping[str, Any]] = lambda _: {},
    **changed: Any,
) -> AsyncIterator[Office]:
    """Serve a bot in a fresh workspace, over HTTP or Socket Mode; ``changed`` are other settings.

    Ada is an admin in three channels, unless ``policy`` says otherwise.
    """
    with hurried():
        async with open_workspace() as slack:
            path, team = tmp_path / "policy.yaml", slack.team
            finance = slack.world.add_channel("finance", team, members=(slack.ada,)).id
            own = slack.world.im(slack.ada, slack.install).id
            channels = {
                f"slack:{team}:{each}": list(channel_rights) for each in (slack.channel, finance, own)
            }
            people = {f"slack:{team}:{slack.ada}": ["admin"]}
            content = {"people": people, "channels": channels} | dict(policy(slack))
            path.write_text(yaml.safe_dump(content), encoding="utf-8")
            usual: dict[str, Any] = {
                "dataops_home": tmp_path / "home",
                "dataops_workflows": str(tmp_path / "workflows"),
                "dataops_policy": path,
                "slack_bot_token": slack.bot_token,
                "slack_signing_secret": None if socket else slack.signing_secret,
                "slack_app_token": slack.app_token if socket else None,
                "slack_api_url": slack.api_url,
            }
            async with serving(slack, Settings(_env_file=None, **(usual | changed))) as (service, _):
                yield Office(slack, service, finance)


@asynccontextmanager
async def serving(slack: Workspace, settings: Settings) -> AsyncIterator[tuple[Service, str]]:
    """A service that Slack delivers to, and the address at which it listens."""
    bound = bind(settings, "127.0.0.1", 0, demo=False)
    address = f"http://127.0.0.1:{bound.socket.getsockname()[1]}"
    application = web.Application()
    with closing(bound.socket):
        async with (
            open_site(settings, bound, demo=False) as (service, site),
            slack_open(settings, service, application),
            listening(application, site, bound),
        ):
            slack.app_url = f"{address}/slack/events"
            engine = asyncio.create_task(service.engine.serve())
            yield service, address
            engine.cancel()
            with suppress(asyncio.CancelledError):
                await engine
