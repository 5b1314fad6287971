"""``dataops serve``: one process with every door and its pages, until it is told to stop."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from adapters.console.door import PLATFORM as CONSOLE
from adapters.teams.route import PATH as TEAMS_PATH
from adapters.web.application import add_pages
from adapters.web.door import PLATFORM as WEB
from adapters.web.logins import Logins
from adapters.web.messages import Messages
from adapters.web.pages import Pages
from adapters.web.site import Site
from bots.bind import Bind, bind
from bots.demo import PEOPLE, prepare_demo, with_examples
from bots.desk import open_desk
from bots.doors import open_console_door, open_web_door
from bots.draining import Draining
from bots.health import Health
from bots.health_probes import probes_of
from bots.health_routes import add_health
from bots.opened_copies import drop_opened_copies
from bots.policy_watch import watch_policy
from bots.schedule_clock import keep_schedules
from bots.service import Service, open_service
from bots.serving_lock import serving_lock
from bots.slack import open_slack_door, slack_open
from bots.slow_bodies import end_slow_bodies
from bots.teams import PUBLIC, Cloud, open_teams_door, teams_open
from core.errors import UserFacingError
from core.settings import Settings, load_settings
from core.telemetry import configure_logging, log_file

if TYPE_CHECKING:
    from core.chat.surface import Door

logger = structlog.get_logger()

SWEEP_SECONDS = 24 * 3600.0
STOP_SECONDS = 5.0
"""How long open requests may take when the process is told to stop."""

IDLE_SECONDS = 75.0
"""How long a connection stays open without a whole request line and headers; balancers give up before."""


@dataclass(frozen=True, slots=True)
class Serving:
    """The arguments of ``dataops serve``."""

    host: str
    port: int
    demo: bool
    demo_data: Path | None


def run_serve(serving: Serving) -> int:
    """Serve until interrupted; the exit code."""
    asyncio.run(_serve(serving))
    return 0


async def _serve(serving: Serving) -> None:
    if serving.demo_data is not None and not serving.demo:
        raise UserFacingError("--demo-data begins a demo; add --demo, or leave it out.")
    settings = with_examples(load_settings()) if serving.demo else load_settings()
    bound = bind(settings, serving.host, serving.port, demo=serving.demo)
    with serving_lock(settings.dataops_home, bound.address), log_file(settings.dataops_home) as log:
        configure_logging(settings.log_level, settings.log_format, log)
        async with open_site(settings, bound, demo=serving.demo) as (service, site):
            health = Health(probes_of(service))
            draining = Draining(health, _leave)
            stop = _stop_signal(draining.begin)
            application = web.Application()
            draining.guard(application, besides=(TEAMS_PATH,))
            add_health(application, health)
            async with (
                slack_open(settings, service, application),
                teams_open(settings, service, application, bound),
                listening(application, site, bound),
            ):
                await site.messages.recover()
                if serving.demo_data is not None:
                    await prepare_demo(site.door, site.messages, serving.demo_data)
                sweeps = [door.sweep for door in service.doors.values()]
                sweeps += [site.logins.sweep, site.links.sweep, service.access.directory.sweep]
                sweeps += service.retention.sweeps
                sweeper = asyncio.create_task(_sweep(sweeps), name="sweep")
                chores = [
                    asyncio.create_task(watch_policy(service.access.book), name="policy"),
                    asyncio.create_task(service.patience.watch(), name="patience"),
                    asyncio.create_task(service.record_keeping.watch(), name="records"),
                    asyncio.create_task(drop_opened_copies(service.services.artifacts), name="opened copies"),
                    asyncio.create_task(
                        keep_schedules(
                            service.records.schedules, open_desk(service), service.doors.__contains__
                        ),
                        name="schedules",
                    ),
                ]
                print(_greeting(bound, demo=serving.demo), flush=True)
                engine = asyncio.create_task(service.engine.serve(), name="engine")
                await asyncio.wait([engine, stop], return_when=asyncio.FIRST_COMPLETED)
                sweeper.cancel()
                for chore in chores:
                    chore.cancel()
                engine.cancel()
                with suppress(asyncio.CancelledError):
                    await engine
    _leave()


@asynccontextmanager
async def open_site(
    settings: Settings, bound: Bind, *, demo: bool, cloud: Cloud = PUBLIC
) -> AsyncIterator[tuple[Service, Site]]:
    """The service with its doors, and what its pages work with. ``cloud`` is where Microsoft's side is."""
    database, door = await asyncio.to_thread(open_web_door, settings.dataops_home)
    console = open_console_door(settings.dataops_home, lambda _: None)
    doors: dict[str, Door] = {WEB: door, CONSOLE: console}
    slack = open_slack_door(settings, database)
    teams = await asyncio.to_thread(open_teams_door, settings, database, cloud)
    service = await asyncio.to_thread(
        open_service, settings, doors | {each.platform: each for each in (slack, teams) if each is not None}
    )
    site = Site(
        door=door,
        messages=Messages(door, service.inbox.receive, service.engine.wake),
        logins=Logins(database, demo=demo),
        pages=await asyncio.to_thread(Pages),
        authorizer=service.access.authorizer,
        gate=service.services.gate,
        registry=service.services.registry,
        artifacts=service.services.artifacts,
        links=service.links,
        shares=service.shares,
        sessions=service.services.sessions,
        pins=service.services.pins,
        address=bound.address,
        hosts=bound.hosts,
        people=PEOPLE if demo else (),
        max_bytes=service.services.max_input_bytes,
    )
    try:
        yield service, site
    finally:
        await service.close()
        database.close()


@asynccontextmanager
async def listening(application: web.Application, site: Site, bound: Bind) -> AsyncIterator[None]:
    """Answer requests; open pages reconnect by themselves to the next process."""
    end_slow_bodies(application)
    add_pages(application, site)
    runner = web.AppRunner(
        application,
        access_log=None,
        keepalive_timeout=IDLE_SECONDS,
        shutdown_timeout=STOP_SECONDS,
        auto_decompress=False,  # nobody compresses what they send; aiohttp fails inside over what is broken
    )
    await runner.setup()
    await web.SockSite(runner, bound.socket).start()
    try:
        yield
    finally:
        await runner.cleanup()


async def _sweep(sweeps: Sequence[Callable[[], None]]) -> None:
    """Once a day, remove what nobody can need any more; what fails is tried again the next day."""
    while True:
        for sweep in sweeps:
            try:
                await asyncio.to_thread(sweep)
            except Exception:
                logger.warning("not_swept", exc_info=True)
        await asyncio.sleep(SWEEP_SECONDS)


def _stop_signal(begin: Callable[[], None]) -> asyncio.Future[None]:
    """Done with the first signal, with which something begins; the second one leaves at once."""
    loop = asyncio.get_running_loop()
    stop: asyncio.Future[None] = loop.create_future()

    def stopping() -> None:
        if stop.done():
            _leave()
        begin()
        stop.set_result(None)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping)
    return stop


def _greeting(bound: Bind, *, demo: bool) -> str:
    if demo:
        return f"Serving the demo on {bound.address} (Ctrl-C stops it)"
    return (
        f"Serving on {bound.address} (Ctrl-C stops it)\n"
        "Log in with the link that this prints: dataops token --user NAME"
    )


def _leave() -> None:
    """End the process now: a step that was stopped may still be computing in its thread."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
