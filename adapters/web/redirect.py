"""On to another page."""

from aiohttp import web


def see_other(path: str) -> web.Response:
    """The answer to a form that did something: look at this page now."""
    return web.Response(status=303, headers={"Location": path})
