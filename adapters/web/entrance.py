"""Logging in and out, and becoming somebody else in a demo."""

import asyncio

from aiohttp import web

from adapters.web.form import read_form
from adapters.web.guard import set_login
from adapters.web.problems import LoginNeeded, NotFound
from adapters.web.redirect import see_other
from adapters.web.site import LOGIN, SITE


async def login_page(request: web.Request) -> web.Response:
    """The page behind a one-time link. Looking at it uses nothing up: link previews open links, too."""
    page = request.app[SITE].pages.login(request.query.get("token", ""))
    return web.Response(text=page, content_type="text/html")


async def log_in(request: web.Request) -> web.Response:
    """Use a one-time link."""
    site = request.app[SITE]
    token = (await request.post()).get("token", "")
    login = await asyncio.to_thread(site.logins.redeem, token if isinstance(token, str) else "")
    if login is None:
        raise LoginNeeded
    response = see_other("/")
    set_login(site, response, login)
    return response


async def log_out(request: web.Request) -> web.Response:
    """End the login, wherever its cookie is."""
    site = request.app[SITE]
    await read_form(request)
    await asyncio.to_thread(site.logins.end, request[LOGIN])
    response = see_other("/login")
    response.del_cookie(site.cookie)
    return response


async def become(request: web.Request) -> web.Response:
    """Go on as another of the demo's people."""
    site = request.app[SITE]
    person = (await read_form(request)).fields.get("person", "")
    if person not in site.people:
        raise NotFound
    await asyncio.to_thread(site.logins.end, request[LOGIN])
    response = see_other("/")
    set_login(site, response, await asyncio.to_thread(site.logins.begin, person))
    return response
