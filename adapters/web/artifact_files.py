"""Artifacts as files, with the rights of who opens them."""

import asyncio

from aiohttp import web
from aiohttp.helpers import content_disposition_header

from adapters.web.problems import NotFound
from adapters.web.site import LOGIN, SITE, Site
from core.artifact import Artifact
from core.chat.thread_ref import ThreadRef
from core.errors import AccessRefused, UserFacingError

_STILL = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
_WITH_SCRIPT = (
    "sandbox allow-scripts allow-downloads; default-src 'none'; script-src 'unsafe-inline'; "
    "style-src 'unsafe-inline'; img-src data: blob:"
)
VIEWED = {
    "text/html": ("text/html; charset=utf-8", _WITH_SCRIPT),
    "image/svg+xml": ("image/svg+xml; charset=utf-8", _STILL),
    "image/png": ("image/png", _STILL),
    "text/markdown": ("text/plain; charset=utf-8", _STILL),
    "text/plain": ("text/plain; charset=utf-8", _STILL),
    "text/csv": ("text/plain; charset=utf-8", _STILL),
    "application/json": ("application/json; charset=utf-8", _STILL),
}
"""What may be looked at in the browser, how it is served, and its policy.

The sandbox gives each document an origin of its own: a script in it can reach neither this site nor a login.
"""


async def artifact_file(request: web.Request) -> web.StreamResponse:
    """The content of an artifact: with ``?view`` to look at where that is safe, else to keep."""
    site, login = request.app[SITE], request[LOGIN]
    artifact = await asyncio.to_thread(_allowed, site, login.person, request.match_info["artifact"])
    response = web.FileResponse(await asyncio.to_thread(site.artifacts.path, artifact.artifact_id))
    view = VIEWED.get(artifact.content_type) if "view" in request.query else None
    response.headers["Content-Type"] = view[0] if view else "application/octet-stream"
    response.headers["Content-Security-Policy"] = view[1] if view else _STILL
    response.headers["Content-Disposition"] = content_disposition_header(
        "inline" if view else "attachment", filename=artifact.name
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _allowed(site: Site, person: str, artifact_id: str) -> Artifact:
    """The artifact; raises AccessRefused unless the person may read the files of its channel."""
    try:
        artifact = site.artifacts.get_artifact(artifact_id)
        thread = site.sessions.get_session(artifact.session_id).thread
    except UserFacingError as error:
        raise NotFound from error
    if thread is None or not site.allows(person, ThreadRef.parse(thread).channel, "artifact.read"):
        raise AccessRefused
    return artifact
