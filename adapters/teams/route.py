"""Teams' activities over HTTP, on the service's one aiohttp application."""

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


class Checks(Protocol):
    """Says who sent a request; raises UnverifiedError or KeysUnavailableError."""

    async def check(self, authorization: str | None, activity: Mapping[str, Any]) -> Claims:
        """What the token of a request says."""
        ...


def add_teams(application: web.Application, reception: Reception, checks: Checks) -> None:
    """Take activities at ``/api/messages``."""

    async def deliver(request: web.Request) -> web.Response:
        if (request.content_length or LARGEST + 1) > LARGEST:
            return web.Response(status=413)
        if request.content_type != "application/json":
            return web.Response(status=415)
        activity = _parsed(await request.read())
        if activity is None:
            return web.Response(status=400)
        try:
            await checks.check(request.headers.get("Authorization"), activity)
        except UnverifiedError as error:
            logger.warning("activity_not_verified", reason=str(error))
            return web.Response(status=401)
        except KeysUnavailableError:
            logger.warning("activity_not_verified", reason="the keys cannot be fetched")
            return web.Response(status=503)
        answer = await reception.take(activity)
        return web.json_response(dict(answer.body), status=answer.status)

    application.router.add_post(PATH, deliver)


def _parsed(body: bytes) -> dict[str, Any] | None:
    try:
        found = orjson.loads(body)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
