"""Slack's deliveries over HTTP, on the service's one aiohttp application."""

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp

PATH = "/slack/events"
"""Events, commands and interactions alike: one address to enter in the app's settings."""

LARGEST = 512 << 10
"""Bytes of one delivery; Slack's own are far smaller."""


def add_slack(application: web.Application, app: AsyncApp) -> None:
    """Take deliveries at ``/slack/events``."""

    async def deliver(request: web.Request) -> web.Response:
        if (request.content_length or LARGEST + 1) > LARGEST:
            return web.Response(status=413)
        if not request.headers.get("X-Slack-Request-Timestamp", "").isdecimal():
            return web.Response(status=401)  # Bolt would take it for an error of its own
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    application.router.add_post(PATH, deliver)
