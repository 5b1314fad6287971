"""Artifacts as files, with the rights of who opens them."""

import asyncio

from aiohttp import web
from aiohttp.helpers import content_disposition_header

from adapters.web.problems import LinkOver, NotFound
from adapters.web.site import LOGIN, SITE, Site
from adapters.web.viewing import OPENED, STILL, VIEWED
from core.artifact import Artifact
from core.chat.thread_ref import ThreadRef
from core.errors import AccessRefused, UserFacingError


async def artifact_file(request: web.Request) -> web.StreamResponse:
    """The content of an artifact: with ``?view`` to look at where that is safe, else to keep."""
    site, login = request.app[SITE], request[LOGIN]
    artifact = await asyncio.to_thread(_allowed, site, login.person, request.match_info["artifact"])
    return await _file(site, artifact, view=_view(artifact) if "view" in request.query else None)


async def linked_file(request: web.Request) -> web.StreamResponse:
    """The content behind a link that was posted in a chat: pages and pictures to look at, the rest to keep.

    Whoever has the link opens it; it has the rights of the person it was made for, as they are now.
    """
    site = request.app[SITE]
    artifact = await asyncio.to_thread(_linked, site, request.match_info["link"])
    response = await _file(site, artifact, view=_view(artifact) if artifact.content_type in OPENED else None)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


async def _file(site: Site, artifact: Artifact, *, view: tuple[str, str] | None) -> web.FileResponse:
    """A file as it is kept; with a view, as it is looked at."""
    response = web.FileResponse(await asyncio.to_thread(site.artifacts.path, artifact.artifact_id))
    response.headers["Content-Type"] = view[0] if view else "application/octet-stream"
    response.headers["Content-Security-Policy"] = view[1] if view else STILL
    response.headers["Content-Disposition"] = content_disposition_header(
        "inline" if view else "attachment", filename=artifact.name
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def _view(artifact: Artifact) -> tuple[str, str] | None:
    """How an artifact is looked at; what a person brought is shown as text, whatever it says it is."""
    view = VIEWED.get(artifact.content_type)
    if view is not None and artifact.created_by == "intake" and not view[0].startswith("image/png"):
        return "text/plain; charset=utf-8", STILL
    return view


def _linked(site: Site, secret: str) -> Artifact:
    """The artifact behind a link; raises LinkOver for whatever reason it does not open."""
    artifact_id = site.links.open(secret)
    if artifact_id is None:
        raise LinkOver
    try:
        return site.artifacts.get_artifact(artifact_id)
    except UserFacingError as error:
        raise LinkOver from error


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
