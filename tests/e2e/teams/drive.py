"""The place where Teams keeps people's files, on loopback."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from tests.e2e.ports import free_port


class Drive:
    """Files that can be fetched, and those that were put there, in order."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._files: dict[str, bytes] = {}
        self.put: asyncio.Queue[bytes] = asyncio.Queue()

    def share(self, name: str, content: bytes) -> str:
        """Keep a file; its address."""
        self._files[name] = content
        return f"{self.url}/{name}"

    async def give(self, request: web.Request) -> web.Response:
        """Answer a GET."""
        return web.Response(body=self._files[request.path[1:]])

    async def take(self, request: web.Request) -> web.Response:
        """Answer a PUT."""
        content = await request.read()
        assert request.headers["Content-Range"] == f"bytes 0-{len(content) - 1}/{len(content)}"
        self.put.put_nowait(content)
        return web.Response(status=201)


@asynccontextmanager
async def open_drive() -> AsyncIterator[Drive]:
    """Serve one."""
    port = free_port()
    drive = Drive(f"http://127.0.0.1:{port}")
    application = web.Application(client_max_size=1 << 26)
    application.router.add_get("/{name}", drive.give)
    application.router.add_put("/{name}", drive.take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield drive
    finally:
        await runner.cleanup()
