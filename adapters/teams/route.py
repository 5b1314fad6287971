"""Teams' activities over HTTP, on the service's one aiohttp application."""

import asyncio
from collections.abc import Mapping
from typing import Any, Protocol

import orjson
import structlog
from aiohttp import web

from adapters.teams.reception import Reception
from adapters.teams.signing_keys import KeysUnavailableError
from adapters.teams.verification import Claims, UnverifiedError

logger = structlog.get_logger()

PATH = "/api/messages"
"""The messaging endpoint to enter in the bot's Azure settings."""

LARGEST = 512 << 10
"""Bytes of one activity; Teams' own are far smaller."""

BODY_SECONDS = 5.0
"""For all of them; Teams sends one at once."""


class Checks(Protocol):
    """Says who sent a request; raises UnverifiedError or KeysUnavailableError."""

    async def authenticate(self, authorization: str | None) -> Mapping[str, Any]:
        """What the token of a request says."""
        ...

    def admit(self, values: Mapping[str, Any], activity: Mapping[str, Any]) -> Claims:
        """What it vouches for, of the activity that came with it."""
        ...


def add_teams(application: web.Application, reception: Reception, checks: Checks) -> None:
    """Take activities at ``/api/messages``. Nothing is read of who has no token."""

    async def deliver(request: web.Request) -> web.Response:
        try:
            values = await checks.authenticate(request.headers.get("Authorization"))
            body = await _body(request)
            activity = _parsed(body)
            checks.admit(values, activity)
        except UnverifiedError as error:
            logger.warning("activity_not_verified", reason=str(error))
            return web.Response(status=401)
        except KeysUnavailableError:
            logger.warning("activity_not_verified", reason="the keys cannot be fetched")
            return web.Response(status=503)
        answer = await reception.take(activity, len(body))
        return web.json_response(dict(answer.body), status=answer.status)

    application.router.add_post(PATH, deliver)


async def _body(request: web.Request) -> bytes:
    """The whole body, however it comes; raises the HTTP answer to one that is too large, slow or strange."""
    if (request.content_length or 0) > LARGEST:
        raise web.HTTPRequestEntityTooLarge(LARGEST, request.content_length or 0)
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while len(body) <= LARGEST and (more := await request.content.read(LARGEST + 1)):
                body += more
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error
    if len(body) > LARGEST:
        raise web.HTTPRequestEntityTooLarge(LARGEST, len(body))
    return bytes(body)


def _parsed(body: bytes) -> dict[str, Any]:
    """The activity; raises the HTTP answer to what is none."""
    try:
        found = orjson.loads(body)
    except ValueError as error:
        raise web.HTTPBadRequest from error
    if not isinstance(found, dict):
        raise web.HTTPBadRequest
    return found
