"""The least that answers what Teams delivers: botbuilder's own adapter on aiohttp, and an echo.

With ``--silent`` it hears and says nothing.
"""

import asyncio
import os
import sys

from aiohttp import web
from botbuilder.core import ActivityHandler, TurnContext
from botbuilder.core.integration import aiohttp_error_middleware
from botbuilder.integration.aiohttp import CloudAdapter
from botframework.connector.auth import (
    BotFrameworkAuthenticationFactory,
    PasswordServiceClientCredentialFactory,
)

from bench.child_server import announce
from tests.adapters.teams.cloud import addresses

PATH = "/api/messages"


class _Echo(ActivityHandler):  # type: ignore[misc]  # botbuilder has no types
    def __init__(self, *, silent: bool) -> None:
        self._silent = silent

    async def on_message_activity(self, turn_context: TurnContext) -> None:
        if not self._silent:
            await turn_context.send_activity(f"Echo: {turn_context.activity.text}")


def _adapter() -> CloudAdapter:
    credentials = PasswordServiceClientCredentialFactory(
        os.environ["TEAMS_APP_ID"], os.environ["TEAMS_APP_PASSWORD"], os.environ["TEAMS_TENANT_ID"]
    )
    cloud = addresses(os.environ["BENCH_METADATA_URL"], os.environ["BENCH_LOGIN_URL"])
    return CloudAdapter(BotFrameworkAuthenticationFactory.create(credential_factory=credentials, **cloud))


async def _serve(*, silent: bool) -> None:
    adapter, bot = _adapter(), _Echo(silent=silent)

    async def messages(request: web.Request) -> web.StreamResponse:
        return await adapter.process(request, bot) or web.Response(status=200)

    application = web.Application(middlewares=[aiohttp_error_middleware])
    application.router.add_post(PATH, messages)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    announce(f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(silent="--silent" in sys.argv))
