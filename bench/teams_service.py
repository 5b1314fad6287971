"""The service behind Teams' door; with ``--working`` its engine works at what comes in."""

import asyncio
import os
import sys

from aiohttp import web

from adapters.teams.route import PATH
from bench.child_server import announce
from bots.bind import bind
from bots.serving import listening, open_site
from bots.teams import teams_open
from core.settings import Settings
from core.telemetry import configure_logging, log_file
from tests.adapters.teams.cloud import cloud_at


async def _serve(*, working: bool) -> None:
    settings = Settings(_env_file=None)
    bound = bind(settings, "127.0.0.1", 0, demo=False)
    application = web.Application()
    cloud = cloud_at(os.environ["BENCH_METADATA_URL"], os.environ["BENCH_LOGIN_URL"])
    with log_file(settings.dataops_home) as log:
        configure_logging(settings.log_level, settings.log_format, log)
        async with (
            open_site(settings, bound, demo=False, cloud=cloud) as (service, site),
            teams_open(settings, service, application, bound, cloud),
            listening(application, site, bound),
        ):
            announce(f"{bound.address}{PATH}")
            await (service.engine.serve() if working else asyncio.Event().wait())


if __name__ == "__main__":
    asyncio.run(_serve(working="--working" in sys.argv))
