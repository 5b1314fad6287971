"""What stands before every handler: the right host and origin, a login; and safe headers on the way out."""

import asyncio
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.web.logins import Login
from adapters.web.problems import Forged, LoginNeeded, NotFound
from adapters.web.site import LOGIN, SITE, Site

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing but what this site serves, nothing inline, and no frame around it."""

MADE_OF = "/static/"
"""Where the pages' script and style are: what a browser keeps of them, it asks about each time."""

OPEN = ("/login", MADE_OF)
"""Paths that need no login."""


async def right_host(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer only under the site's own names: a foreign name that leads here is an attack on the browser."""
    if request.host.lower() not in request.app[SITE].hosts:
        raise NotFound
    return await handler(request)


async def right_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Take what changes something, and live connections, from this site's pages only."""
    if (_is_live(request) or request.method not in ("GET", "HEAD")) and not _own(request):
        raise Forged
    return await handler(request)


def _is_live(request: web.Request) -> bool:
    """Whether this is to become a live connection."""
    return request.headers.get("Upgrade", "").lower() == "websocket"


def _own(request: web.Request) -> bool:
    """Whether a request comes from a page of this site, as far as the browser says."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return urlsplit(origin).netloc in request.app[SITE].hosts
    return request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


async def logged_in(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Find out who asks. In a demo, whoever comes first is the first of the built-in people."""
    site = request.app[SITE]
    if request.path.startswith(OPEN):
        return await handler(request)
    login = await asyncio.to_thread(site.logins.find, request.cookies.get(site.cookie, ""))
    page = request.method == "GET" and not request.path.startswith("/f/") and not _is_live(request)
    fresh = login is None and bool(site.people) and page
    if fresh:
        login = await asyncio.to_thread(site.logins.begin, site.people[0])
    if login is None:
        raise LoginNeeded
    request[LOGIN] = login
    response = await handler(request)
    if fresh and not response.prepared:
        set_login(site, response, login)
    return response


def set_login(site: Site, response: web.StreamResponse, login: Login) -> None:
    """Keep a login in the browser: out of reach of scripts, and not sent along by other sites' forms."""
    response.set_cookie(
        site.cookie,
        login.secret,
        httponly=True,
        samesite="Lax",
        secure=site.address.startswith("https:"),
    )


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Headers of every response; a handler's own policy stands."""
    response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
    kept = "no-cache" if request.path.startswith(MADE_OF) else "no-store"
    response.headers.setdefault("Cache-Control", kept)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
