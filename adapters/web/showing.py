"""The pages people look at."""

import asyncio
from re import fullmatch

from aiohttp import web

from adapters.web.logins import Login
from adapters.web.pages import Board, Place, ThreadList, channel_url
from adapters.web.redirect import see_other
from adapters.web.site import LOGIN, SITE, Site, actor
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.errors import AccessRefused

POSTS = 200
"""Posts on a page; earlier ones are a page further."""

THREADS = 60
"""Threads in the list of a channel; older ones are a page further."""


def number(request: web.Request, name: str) -> int | None:
    """A number in the address that SQLite can hold; None for anything else."""
    given = request.query.get(name, "")
    return int(given) if fullmatch("[0-9]{1,15}", given) else None


async def start(request: web.Request) -> web.Response:
    """The first channel that knows the person."""
    site, login = request.app[SITE], request[LOGIN]
    channels = site.channels(login.person)
    if not channels:
        raise AccessRefused
    return see_other(channel_url(channels[0]))


async def channel_page(request: web.Request) -> web.Response:
    """A channel, ready for a new thread; ``?older=`` lists threads of before."""
    site, login = request.app[SITE], request[LOGIN]
    channel = await site.channel(login.person, request.match_info["channel"])
    listed = await asyncio.to_thread(thread_list, site, login.person, channel, number(request, "older"))
    return await _page(site, login, listed)


async def thread_page(request: web.Request) -> web.Response:
    """A thread with its latest posts, or those before ``?before=``."""
    site, login = request.app[SITE], request[LOGIN]
    channel = await site.channel(login.person, request.match_info["channel"])
    thread = channel.thread(request.match_info["thread"])
    listed = await asyncio.to_thread(thread_list, site, login.person, channel)
    return await _page(site, login, listed, thread, number(request, "before"))


async def _page(
    site: Site,
    login: Login,
    listed: ThreadList,
    thread: ThreadRef | None = None,
    before: int | None = None,
) -> web.Response:
    text = await asyncio.to_thread(_conversation, site, login, listed, thread, before)
    return web.Response(text=text, content_type="text/html")


def board(site: Site, person: str, channel: ChannelRef, thread: ThreadRef | None) -> Board:
    """What is pinned to a channel, as far as a person may see it."""
    visible = site.allows(person, channel, "artifact.read")
    return Board(
        channel=channel,
        thread=thread,
        pins=site.pins.of_channel(str(channel)) if visible else [],
        may_share=site.allows(person, channel, "artifact.share"),
    )


def thread_list(site: Site, person: str, channel: ChannelRef, older: int | None = None) -> ThreadList:
    """The latest threads of a channel that a person sees, or those with no post since ``older``."""
    listed = site.door.posts.threads(channel, str(actor(person)), THREADS + 1, older)
    return ThreadList(channel, listed[:THREADS], len(listed) > THREADS, earlier=older is not None)


def _conversation(
    site: Site, login: Login, listed: ThreadList, thread: ThreadRef | None, before: int | None
) -> str:
    channel, viewer = listed.channel, str(actor(login.person))
    posts = site.door.posts.latest(thread, viewer, POSTS + 1, before) if thread else []
    place = Place(
        channel=channel,
        channels=site.channels(login.person),
        thread=thread,
        listed=listed,
        workflows=[
            each
            for each in site.registry.all_metadata()
            if all(
                site.allows(login.person, channel, permission)
                for permission in site.registry.invoke_permissions(each.name)
            )
        ],
        board=board(site, login.person, channel, thread),
        max_bytes=site.max_bytes,
    )
    return site.pages.conversation(
        site.reader(login), place, posts[-POSTS:], earlier=len(posts) > POSTS, later=before is not None
    )
