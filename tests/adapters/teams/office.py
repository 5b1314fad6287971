"""A whole service behind Teams' door, in a tenant of its own."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from aiohttp import web

from bots.bind import bind
from bots.service import Service
from bots.serving import listening, open_site
from bots.teams import Cloud, teams_open
from core.chat.thread_ref import ChannelRef
from core.settings import Settings
from tests.adapters.hurry import hurried
from tests.adapters.teams.cloud import cloud_at
from tests.adapters.teams.connector import Connector, Conversation, open_connector
from tests.adapters.teams.connector.post import Post


@dataclass
class Office:
    """A tenant, and the service that is in it."""

    teams: Connector
    service: Service

    async def seen(self, place: Conversation, text: str, thread: Any = None) -> str:
        """Wait until a text stands in a conversation, or in a thread of it; everything that stands there."""

        def shown() -> str:
            everything = "\n".join(post.text for post in self.teams.messages(place, thread))
            return everything if text in everything else ""

        return await self.teams.until(shown)

    async def post(self, place: Conversation, text: str, thread: Any = None) -> Post:
        """Wait for the bot's newest post with a text."""

        def found() -> list[Post]:
            return [post for post in self.teams.answers(place, thread) if text in post.text]

        return (await self.teams.until(found))[-1]


@asynccontextmanager
async def open_office(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    channel_rights: Sequence[str] = ("*",),
    policy: Callable[[Connector], dict[str, Any]] = lambda _: {},
    paced: Callable[[], AbstractContextManager[None]] = hurried,
    **changed: Any,
) -> AsyncIterator[Office]:
    """Serve a bot in a fresh tenant; ``changed`` are other settings.

    Ada may do everything, Bob nothing, unless the ``policy`` says otherwise. ``paced`` is how fast the door
    goes; with ``nullcontext`` as fast as in the world, for a clock that is turned.
    """
    with paced():
        async with open_connector() as teams:
            monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(teams.certificate))
            usual_policy = _policy(teams, channel_rights)
            written = tmp_path / "policy.yaml"
            written.write_text(yaml.safe_dump(usual_policy | policy(teams)))
            usual: dict[str, Any] = {
                "dataops_home": tmp_path / "home",
                "dataops_workflows": str(tmp_path / "workflows"),
                "dataops_policy": written,
                "teams_app_id": teams.app_id,
                "teams_app_password": teams.app_password,
                "teams_tenant_id": teams.tenant.id,
            }
            settings = Settings(_env_file=None, **(usual | changed))
            async with serving(teams, settings) as service:
                yield Office(teams, service)


@asynccontextmanager
async def serving(teams: Connector, settings: Settings) -> AsyncIterator[Service]:
    """A process of the bot, to which Teams delivers from now on."""
    bound = bind(settings, "127.0.0.1", 0, demo=False)
    address = f"http://127.0.0.1:{bound.socket.getsockname()[1]}"
    application, cloud = web.Application(), cloud_of(teams)
    async with (
        open_site(settings, bound, demo=False, cloud=cloud) as (service, site),
        teams_open(settings, service, application, bound, cloud),
        listening(application, site, bound),
    ):
        teams.app_url = f"{address}/api/messages"
        engine = asyncio.create_task(service.engine.serve())
        yield service
        engine.cancel()
        with suppress(asyncio.CancelledError):
            await engine


def cloud_of(teams: Connector) -> Cloud:
    """Microsoft's side on this machine."""
    return replace(cloud_at(teams.metadata_url, teams.login_url), graph=teams.graph.base_url)


def _policy(teams: Connector, rights: Sequence[str]) -> dict[str, Any]:
    tenant = teams.tenant.id
    ada = ChannelRef(platform="teams", tenant=tenant, channel=teams.ada.aad)
    places = [
        ChannelRef(platform="teams", tenant=tenant, channel=place.id)
        for place in (teams.channel, teams.group, teams.chat)
    ]
    channels = {str(place): list(rights) for place in places}
    return {"people": {str(ada): ["admin"]}, "channels": channels}
