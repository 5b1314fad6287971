"""Serves the fake on a free port of this machine."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from aiohttp import ClientSession, web

from tests.adapters.slack.workspace.api import Api
from tests.adapters.slack.workspace.envelopes import SUBSCRIPTIONS
from tests.adapters.slack.workspace.file_server import FileServer
from tests.adapters.slack.workspace.grant import BOT_SCOPES
from tests.adapters.slack.workspace.install_page import InstallPage
from tests.adapters.slack.workspace.workspace import Workspace
from tests.adapters.slack.workspace.world import Grid, World
from tests.clock import Clock

_UPLOAD_BYTES = 1 << 30
"""https://slack.com/help/articles/201330736: a file has at most a gigabyte."""


@asynccontextmanager
async def open_workspace(
    *,
    scopes: Iterable[str] = BOT_SCOPES,
    subscriptions: Iterable[str] = SUBSCRIPTIONS,
    grid: Grid = "none",
    strict: bool = False,
    clock: Clock | None = None,
) -> AsyncIterator[Workspace]:
    """A fake Slack while the block lasts.

    ``grid`` puts the workspace into an organisation; ``strict`` counts calls against Slack's rate limits;
    ``clock`` is one to share with what is tested. At the end held calls are let go and sockets closed.
    """
    async with ClientSession() as session:
        world = World(clock or Clock(), grid)
        slack = Workspace(world, session, scopes=scopes, subscriptions=subscriptions, strict=strict)
        runner = web.AppRunner(_application(slack), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        world.base_url = f"http://{host}:{port}"
        try:
            yield slack
        finally:
            slack.heal()
            await slack.drop()
            await runner.cleanup()


def _application(slack: Workspace) -> web.Application:
    """Every address of Slack's that an app or a browser meets."""
    api = Api(slack.world, slack.faults, slack.log, slack.meter)
    files = FileServer(slack.world, slack.faults, slack.log)
    application = web.Application(client_max_size=_UPLOAD_BYTES)
    application.add_routes(
        [
            web.route("*", "/api/{method}", api.handle),
            web.post("/upload/v1/{file}", files.upload),
            web.get("/files-pri/{team:T[0-9]+}-{file}/download/{name}", files.download),
            web.get("/files-pri/{team:T[0-9]+}-{file}/{name}", files.download),
            web.get("/login", files.login),
            web.get("/oauth/v2/authorize", InstallPage(slack.world).handle),
            web.get("/link/", slack.sockets.handle),
            web.post("/{kind:commands|actions|app}/{team}/1/{secret}", slack.response_urls.handle),
        ]
    )
    return application
