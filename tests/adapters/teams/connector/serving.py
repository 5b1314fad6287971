"""Serves the fake on free ports of this machine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import ClientSession, web

from tests.adapters.teams.connector.background import Background
from tests.adapters.teams.connector.certificate import server_context, write_certificate
from tests.adapters.teams.connector.connector import Connector
from tests.adapters.teams.connector.service import Service
from tests.adapters.teams.connector.uploading import REQUEST_BYTES
from tests.adapters.teams.connector.world import World
from tests.adapters.wire.call_log import CallLog
from tests.adapters.wire.faults import Faults
from tests.clock import Clock


@asynccontextmanager
async def open_connector(
    *, strict: bool = False, hears_all: bool = False, clock: Clock | None = None
) -> AsyncIterator[Connector]:
    """A fake Teams while the block lasts.

    ``strict`` keeps the rates of Teams, by the fake's clock; ``hears_all`` brings the bot also what does not
    mention it (RSC); ``clock`` is one to share with what is tested. At the end held calls are let go.
    """
    world = World(clock or Clock(), hears_all)
    async with ClientSession() as session:
        teams = Connector(world, session, strict=strict, faults=Faults(), log=CallLog())
        service = Service(world, teams.issued, teams.faults, teams.log, teams.meter)
        async with (
            _served(service.routes(), "127.0.0.1") as world.base_url,
            _served(teams.files.routes(), "localhost") as teams.files.base_url,
            _served(teams.graph.routes(), "localhost") as teams.graph.base_url,
            _microsoft(teams),
        ):
            teams.set_up()
            try:
                yield teams
            finally:
                teams.heal()


@asynccontextmanager
async def _served(routes: list[web.RouteDef], name: str) -> AsyncIterator[str]:
    """The address at which routes are served, under a name of this machine."""
    application = web.Application(client_max_size=REQUEST_BYTES)
    application.add_routes(routes)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://{name}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _microsoft(teams: Connector) -> AsyncIterator[None]:
    """The login and key services, in a thread of their own."""
    with TemporaryDirectory(prefix="teams-") as folder:
        teams.certificate = write_certificate(Path(folder))
        background = Background(teams.tokens.routes(), server_context(teams.certificate))
        teams.metadata_base, teams.login_base = await background.start()
        try:
            yield
        finally:
            await background.stop()
