"""Serves an application in a thread of its own."""

import asyncio
import ssl
from concurrent.futures import Future
from threading import Thread

from aiohttp import web


class Background:
    """Two addresses of one application, plain and over TLS.

    msal and botbuilder fetch tokens and keys with ``requests``, on the event loop of whoever calls them: a
    server in the same loop would never answer.
    """

    def __init__(self, routes: list[web.RouteDef], context: ssl.SSLContext) -> None:
        self._application = web.Application()
        self._application.add_routes(routes)
        self._context = context
        self._ports: Future[tuple[int, int]] = Future()
        self._stop: Future[None] = Future()
        self._thread = Thread(target=lambda: asyncio.run(self._serve()), name="token service")

    async def start(self) -> tuple[str, str]:
        """The plain address and the one over TLS."""
        self._thread.start()
        plain, secure = await asyncio.wrap_future(self._ports)
        return f"http://127.0.0.1:{plain}", f"https://127.0.0.1:{secure}"

    async def stop(self) -> None:
        self._stop.set_result(None)
        await asyncio.to_thread(self._thread.join)

    async def _serve(self) -> None:
        runner = web.AppRunner(self._application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=self._context).start()
        plain, secure = (address[1] for address in runner.addresses)
        self._ports.set_result((plain, secure))
        await asyncio.wrap_future(self._stop)
        await _cut()
        await runner.cleanup()


async def _cut() -> None:
    """Cut every connection: over TLS a close waits for clients that never answer.

    One that has asked nothing yet is known to the loop alone.
    """
    for transport in list(asyncio.get_running_loop()._transports.values()):  # type: ignore[attr-defined]  # noqa: SLF001
        transport.abort()
    await asyncio.sleep(0)
