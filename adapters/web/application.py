"""The pages of the local chat, on the service's one aiohttp application."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from weakref import WeakSet

from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.web import artifact_files, entrance, guard, problems, sending, showing, stream
from adapters.web.pages import STATIC
from adapters.web.site import SITE, Site

GUARDS = (problems.explain, guard.right_host, guard.right_origin, guard.logged_in)
"""What a request passes on its way to a page, in this order. Other doors have guards of their own."""

OPEN = (problems.explain, guard.right_host)
"""The guards of what needs no login, because the address is the secret."""

Guard = Callable[..., Awaitable[web.StreamResponse]]


def add_pages(application: web.Application, site: Site) -> None:
    """Add every page, and what the pages send; added last, because they answer for whatever is not there."""
    application[SITE] = site
    application[stream.OPEN] = WeakSet()
    application.on_shutdown.append(stream.close_streams)
    application.on_response_prepare.append(guard.add_headers)
    application.add_routes(
        [
            web.get("/", _guarded(showing.start)),
            web.get("/c/{channel}", _guarded(showing.channel_page)),
            web.post("/c/{channel}", _guarded(sending.begin)),
            web.get("/c/{channel}/live", _guarded(stream.stream)),
            web.get("/c/{channel}/t/{thread}", _guarded(showing.thread_page)),
            web.post("/c/{channel}/t/{thread}", _guarded(sending.reply)),
            web.post("/c/{channel}/t/{thread}/press", _guarded(sending.press)),
            web.get("/c/{channel}/t/{thread}/live", _guarded(stream.stream)),
            web.get("/f/{artifact:artifact_[a-z0-9_]+}", _guarded(artifact_files.artifact_file)),
            web.get("/f/{link}", _guarded(artifact_files.linked_file, OPEN)),
            web.get("/login", _guarded(entrance.login_page)),
            web.post("/login", _guarded(entrance.log_in)),
            web.post("/logout", _guarded(entrance.log_out)),
            web.post("/person", _guarded(entrance.become)),
            web.static("/static", STATIC),
            web.route("*", "/{anything:.*}", _guarded(_nothing)),
        ]
    )


async def _nothing(_: web.Request) -> web.StreamResponse:
    raise problems.NotFound


def _guarded(handler: Handler, guards: Sequence[Guard] = GUARDS) -> Handler:
    """A handler behind the guards."""
    for each in reversed(guards):
        handler = partial(each, handler=handler)
    return handler
