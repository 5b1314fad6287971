"""An end for whoever sends a request's body a byte at a time: connections are not to be had for ever."""

import asyncio

from aiohttp import web
from aiohttp.typedefs import Handler

PATIENCE_SECONDS = 10.0

LEAST_BYTES = 10 << 10
"""Bytes of a body that are not yet all there, and have to come in that time: 1 KB/s."""


def end_slow_bodies(application: web.Application, seconds: float = PATIENCE_SECONDS) -> None:
    """Answer 408 to requests whose bodies come too slowly to be meant."""

    @web.middleware
    async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.can_read_body:
            return await handler(request)
        watching = asyncio.create_task(_watch(request, seconds), name="slow body")
        try:
            return await handler(request)
        finally:
            watching.cancel()

    application.middlewares.append(watch)


async def _watch(request: web.Request, seconds: float) -> None:
    """Whoever reads the body gets HTTPRequestTimeout once it has come too slowly."""
    came = 0
    while not request.content.is_eof():
        await asyncio.sleep(seconds)
        if not request.content.is_eof() and request.content.total_bytes - came < LEAST_BYTES:
            refusal = web.HTTPRequestTimeout()
            refusal.force_close()
            request.content.set_exception(refusal)
            return
        came = request.content.total_bytes
