"""The live connection of an open page: every change of its thread, once, from where the page stands."""

import asyncio
from contextlib import suppress
from weakref import WeakSet

import structlog
from aiohttp import WSCloseCode, web

from adapters.web.open_page import OpenPage
from adapters.web.problems import LOGIN_OVER
from adapters.web.showing import number
from adapters.web.site import LOGIN, SITE

logger = structlog.get_logger()

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
    channel = await site.channel(login.person, request.match_info["channel"])
    name = request.match_info.get("thread")
    socket = web.WebSocketResponse(heartbeat=BEAT_SECONDS)
    await socket.prepare(request)
    request.app[OPEN].add(socket)
    page = OpenPage(
        site, login, channel, channel.thread(name) if name else None, number(request, "after") or 0
    )
    sender = asyncio.create_task(_send(socket, page), name="page")
    try:
        async for _ in socket:
            pass  # a page has nothing to say here; its forms do
    finally:
        sender.cancel()
        with suppress(asyncio.CancelledError):
            await sender
    return socket


async def _send(socket: web.WebSocketResponse, page: OpenPage) -> None:
    """Send news until the login is over; after a failure the page connects anew, or it would stand still."""
    try:
        await _send_news(socket, page)
    except ConnectionError:
        return  # the browser has gone
    except Exception:
        logger.exception("page_not_told")
        await socket.close(code=WSCloseCode.INTERNAL_ERROR)
    else:
        await socket.close(code=LOGIN_OVER)


async def _send_news(socket: web.WebSocketResponse, page: OpenPage) -> None:
    """Send what is new as long as the person may see it."""
    with page.site.door.live.watching(*page.places) as changed:
        while await asyncio.to_thread(page.may_look):
            changed.clear()
            news = await asyncio.to_thread(page.news)
            if news is not None:
                await socket.send_bytes(news)
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await changed.wait()
