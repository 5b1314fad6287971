"""The live connection of an open page: every change of its thread, once, from where the page stands."""

import asyncio
from contextlib import suppress
from typing import Any
from weakref import WeakSet

import orjson
from aiohttp import WSCloseCode, web

from adapters.web.logins import Login
from adapters.web.problems import LOGIN_OVER
from adapters.web.showing import THREADS, number
from adapters.web.site import LOGIN, SITE, Site, actor
from core.chat.thread_ref import ChannelRef, ThreadRef

LOOK_SECONDS = 5.0
"""How often a page looks by itself: another process may have changed something, or the login ended."""

BEAT_SECONDS = 20.0


OPEN: web.AppKey[WeakSet[web.WebSocketResponse]] = web.AppKey("open_streams", WeakSet)


async def close_streams(application: web.Application) -> None:
    """Let go of open pages: they would hold up the end of the process."""
    sockets = application[OPEN]
    for socket in [*sockets]:
        await socket.close(code=WSCloseCode.GOING_AWAY)


async def stream(request: web.Request) -> web.WebSocketResponse:
    """Send what changed after ``?after=``, then every change, until the page or the login is gone."""
    site, login = request.app[SITE], request[LOGIN]
    channel = site.channel(login.person, request.match_info["channel"])
    name = request.match_info.get("thread")
    socket = web.WebSocketResponse(heartbeat=BEAT_SECONDS)
    await socket.prepare(request)
    request.app[OPEN].add(socket)
    page = _Page(site, login, channel, channel.thread(name) if name else None, number(request, "after") or 0)
    sender = asyncio.create_task(_send(socket, page), name="page")
    try:
        async for _ in socket:
            pass  # a page has nothing to say here; its forms do
    finally:
        sender.cancel()
        with suppress(asyncio.CancelledError, ConnectionError):
            await sender
    return socket


async def _send(socket: web.WebSocketResponse, page: "_Page") -> None:
    """Send news as long as the person may see them."""
    with page.site.door.live.watching(*page.places) as changed:
        while await asyncio.to_thread(page.may_look):
            changed.clear()
            news = await asyncio.to_thread(page.news)
            if news is not None:
                await socket.send_bytes(news)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await changed.wait()
    await socket.close(code=LOGIN_OVER)


class _Page:
    """What one open page has been told so far."""

    def __init__(
        self, site: Site, login: Login, channel: ChannelRef, thread: ThreadRef | None, after: int
    ) -> None:
        self.site = site
        self.channel = channel
        self._login = login
        self._thread = thread
        self._after = after
        self._threads = ""
        self._welcomed = False

    @property
    def places(self) -> list[ChannelRef | ThreadRef]:
        """What the page shows: a channel's list of threads, and one of them."""
        return [self.channel, self._thread] if self._thread is not None else [self.channel]

    def may_look(self) -> bool:
        """Whether the login lasts and the person may still look at the channel."""
        allowed = self.site.allows(self._login.person, self.channel, "session.read")
        return allowed and self.site.logins.find(self._login.secret) is not None

    def news(self) -> bytes | None:
        """What is new since the last time, as JSON: posts by id, and the list of threads if it differs."""
        news: dict[str, Any] = {}
        reader, viewer = self.site.reader(self._login), str(actor(self._login.person))
        if not self._welcomed:  # whoever logged in anew in another tab needs forms for the new login
            self._welcomed = True
            news["reader"] = {"person": reader.person, "csrf": reader.csrf}
        if self._thread is not None:
            posts = self.site.door.posts.changed(self._thread, viewer, self._after)
            self._after = max((post.change for post in posts), default=self._after)
            if posts:
                shown = [{"id": post.id, "html": self.site.pages.post(reader, post)} for post in posts]
                news |= {"change": self._after, "posts": shown}
        threads = self.site.pages.threads(
            self._thread, self.site.door.posts.threads(self.channel, viewer, THREADS)
        )
        if threads != self._threads:
            self._threads = threads
            news["threads"] = threads
        return orjson.dumps(news) if news else None
