"""Where Microsoft publishes its keys, on this machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.adapters.teams.connector.keys import SigningKey


class PublishedKeys:
    """``asked`` counts how often the keys were asked for; ``answer`` replaces what is published.

    Nothing is answered while ``answering`` is not set.
    """

    def __init__(self, *keys: SigningKey) -> None:
        self.keys = list(keys)
        self.asked = 0
        self.down = False
        self.answer: dict[str, Any] = {}
        self.answering = asyncio.Event()
        self.answering.set()
        self._server = TestServer(self._application(), host="127.0.0.1")

    @property
    def url(self) -> str:
        return str(self._server.make_url("/metadata"))

    @asynccontextmanager
    async def open(self) -> AsyncIterator["PublishedKeys"]:
        await self._server.start_server()
        try:
            yield self
        finally:
            await self._server.close()

    def _application(self) -> web.Application:
        application = web.Application()
        application.router.add_get("/metadata", self._metadata)
        application.router.add_get("/keys", self._keys)
        return application

    async def _metadata(self, _: web.Request) -> web.Response:
        await self.answering.wait()
        if self.down:
            raise web.HTTPServiceUnavailable
        told = {"jwks_uri": str(self._server.make_url("/keys"))}
        return web.json_response(self.answer.get("metadata", told))

    async def _keys(self, _: web.Request) -> web.StreamResponse:
        self.asked += 1
        keys = {"keys": [key.jwk() for key in self.keys]}
        return web.json_response(self.answer.get("keys", keys))
