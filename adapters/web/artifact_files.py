"""Artifacts as files, with the rights of who opens them."""

import asyncio

from aiohttp import web
from aiohttp.helpers import content_disposition_header

from adapters.web.problems import LinkOver, NotFound
from adapters.web.site import LOGIN, SITE, Site, actor
from adapters.web.viewing import OPENED, STILL, VIEWED
from core.access.audit import Act
from core.artifact import Artifact
from core.artifacts.links import Holder
from core.chat.thread_ref import ThreadRef
from core.errors import AccessRefused, UserFacingError

REDIRECTED_SECONDS = 60
"""Long enough to begin; the right is looked at again for the next time."""


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


async def _file(site: Site, artifact: Artifact, *, view: tuple[str, str] | None) -> web.StreamResponse:
    """A file as it is kept, from the bucket if it rests there so; with a view, as it is looked at."""
    if view is None:
        address = await asyncio.to_thread(site.artifacts.address, artifact.artifact_id, REDIRECTED_SECONDS)
        if address is not None:
            return web.Response(status=302, headers={"Location": address, "Cache-Control": "no-store"})
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
    linked = site.links.find(secret)
    if linked is None:
        raise LinkOver
    try:
        artifact = site.artifacts.get_artifact(linked.artifact_id)
    except UserFacingError as error:
        raise LinkOver from error
    if not _hands_out(site, linked.holder, artifact):
        raise LinkOver
    return artifact


def _allowed(site: Site, person: str, artifact_id: str) -> Artifact:
    """The artifact, if the person may read it in its channel, or where it was shared; else AccessRefused."""
    try:
        artifact = site.artifacts.get_artifact(artifact_id)
        thread = site.sessions.get_session(artifact.session_id).thread
    except UserFacingError as error:
        raise NotFound from error
    own = [str(ThreadRef.parse(thread).channel)] if thread is not None else []
    for channel in [*site.shares.channels(artifact_id), *own]:
        if _hands_out(site, Holder(str(actor(person)), channel), artifact):
            return artifact
    raise AccessRefused


def _hands_out(site: Site, holder: Holder, artifact: Artifact) -> bool:
    """Whether somebody may read an artifact where it belongs."""
    act = Act(holder.person, holder.channel, "artifact.read", artifact.artifact_id)
    return site.gate.hands_out(act, *artifact.classes)
