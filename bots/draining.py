"""The last seconds of a process: nothing new is taken, what runs is written down, and then it ends."""

import threading
from collections.abc import Callable, Container

from aiohttp import web
from aiohttp.typedefs import Handler

from bots.health import Health

LONGEST = 18.0
"""Seconds until the process ends, whatever still hangs: within the 20 that it promises."""

RETRY_SECONDS = 5

SENTENCE = "The bot is being restarted; try again in a moment."


class Draining:
    """Whether the process is about to end. ``leave`` ends it at once."""

    def __init__(self, health: Health, leave: Callable[[], None]) -> None:
        self._health = health
        self.watchdog = threading.Timer(LONGEST, leave)
        self.watchdog.daemon = True
        self._begun = False

    def begin(self) -> None:
        """Take nothing new from now on. A thread watches the time: the loop itself may be what hangs."""
        if not self._begun:
            self._begun = True
            self._health.stop()
            self.watchdog.start()

    def guard(self, application: web.Application, besides: Container[str] = ()) -> None:
        """Answer 503 to whatever brings something new; who sent it sends it again to the next process.

        What comes to the paths ``besides`` nobody sends again for sure: it is taken and written down, and the
        next process answers it.
        """

        @web.middleware
        async def refuse(request: web.Request, handler: Handler) -> web.StreamResponse:
            brings = request.method not in ("GET", "HEAD") and request.path not in besides
            if self._begun and brings:
                return web.json_response(
                    {"problem": SENTENCE}, status=503, headers={"Retry-After": str(RETRY_SECONDS)}
                )
            return await handler(request)

        application.middlewares.append(refuse)
