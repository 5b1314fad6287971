"""The least that acknowledges what Slack delivers: Bolt on aiohttp, its usual middleware, a listener."""

import asyncio
import os

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bench.child_server import announce


async def _serve() -> None:
    token = os.environ.pop("SLACK_BOT_TOKEN")  # else Bolt takes a client of its own
    client = AsyncWebClient(token=token, base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])

    @app.event("app_mention")
    async def heard() -> None:
        """Bolt acknowledges."""

    runner = web.AppRunner(app.web_app(path="/slack/events"), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    announce(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve())
