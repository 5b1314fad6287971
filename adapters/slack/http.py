"""Slack's deliveries over HTTP, on the service's one aiohttp application."""

import re

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

PATH = "/slack/events"
"""Events, commands and interactions alike: one address to enter in the app's settings."""

LARGEST = 512 << 10
"""Bytes of one delivery; Slack's own are far smaller."""

_TIMESTAMP = re.compile("[0-9]{1,12}")
_SIGNATURE = re.compile("v0=[0-9a-f]{64}")
_STUMBLES = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What Bolt raises over a body of another shape than it expects; it looks into it at once."""


def add_slack(application: web.Application, app: AsyncApp, signing_secret: str) -> None:
    """Take deliveries at ``/slack/events``. Nothing is read into a body before its signature is checked."""
    verifier = SignatureVerifier(signing_secret)

    async def deliver(request: web.Request) -> web.Response:
        if (request.content_length or LARGEST + 1) > LARGEST:
            return web.Response(status=413)
        raw = await request.read()
        if not _signed(verifier, request, raw):
            return web.Response(status=401)
        try:
            taken = AsyncBoltRequest(body=raw.decode(), headers=request.headers)  # type: ignore[arg-type]  # a mapping will do
        except _STUMBLES:
            return web.Response(status=400)
        return await to_aiohttp_response(await app.async_dispatch(taken))

    application.router.add_post(PATH, deliver)


def _signed(verifier: SignatureVerifier, request: web.Request, raw: bytes) -> bool:
    """Whether Slack signed a body a moment ago; anybody may send anything, in the headers too."""
    timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
    signature = request.headers.get("X-Slack-Signature", "")
    if not (_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)):
        return False
    try:
        return verifier.is_valid(raw, timestamp, signature)
    except UnicodeDecodeError:  # Slack writes UTF-8
        return False
