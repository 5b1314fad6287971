"""What a person sends from a page: messages, answers, presses."""

from hashlib import sha256
from re import fullmatch

from aiohttp import web

from adapters.web.form import Form, read_form
from adapters.web.logins import Login
from adapters.web.pages import thread_url
from adapters.web.redirect import see_other
from adapters.web.site import LOGIN, SITE, actor
from core.chat.controls import press_act
from core.chat.inbound import Inbound
from core.chat.thread_ref import ThreadRef
from core.errors import UserFacingError


async def begin(request: web.Request) -> web.Response:
    """A message that begins a thread."""
    site, login = request.app[SITE], request[LOGIN]
    channel = await site.channel(login.person, request.match_info["channel"])
    form = await read_form(request)
    thread = channel.thread(_act(login, form)[-16:])
    return await _send(request, form, thread)


async def reply(request: web.Request) -> web.Response:
    """A message in a thread."""
    site, login = request.app[SITE], request[LOGIN]
    channel = await site.channel(login.person, request.match_info["channel"])
    return await _send(request, await read_form(request), channel.thread(request.match_info["thread"]))


async def press(request: web.Request) -> web.Response:
    """A pressed button, or an answer given in a question's own form."""
    site, login = request.app[SITE], request[LOGIN]
    channel = await site.channel(login.person, request.match_info["channel"])
    form = await read_form(request)
    thread = channel.thread(request.match_info["thread"])
    action, value = form.fields.get("action", ""), form.fields.get("value")
    if value is None and not form.files and not form.fields.get("text", "").strip():
        raise UserFacingError("Type or attach an answer first.")
    once = press_act(actor(login.person), action, value or "")
    inbound = _inbound(login, form, thread).model_copy(
        update={"kind": "action", "action": action, "value": value}
    )
    await site.messages.press(inbound.model_copy(update={"act": once}) if once else inbound)
    return _sent(request, thread)


async def _send(request: web.Request, form: Form, thread: ThreadRef) -> web.Response:
    site, login = request.app[SITE], request[LOGIN]
    if not form.fields.get("text", "").strip() and not form.files:
        raise UserFacingError("Write something, or attach a file.")
    try:
        await site.messages.send(_inbound(login, form, thread), thread)
    except UserFacingError:
        await site.door.uploads.discard(form.folder)
        raise
    return _sent(request, thread)


def _inbound(login: Login, form: Form, thread: ThreadRef) -> Inbound:
    """What a form says, as a message of the person who is logged in."""
    act = _act(login, form)
    return Inbound(
        id=act,
        act=act,
        channel=thread.channel,
        thread=thread,
        actor=actor(login.person),
        text=form.fields.get("text", ""),
        files=form.files,
    )


def _act(login: Login, form: Form) -> str:
    """The act of sending this form: the same however often the browser sends it, and nobody else's."""
    act = form.fields.get("act", "")
    if fullmatch("[0-9a-f]{32}", act) is None:
        raise UserFacingError("That form is not complete; open the page anew and try again.")
    return "web:" + sha256(f"{login.person} {act}".encode()).hexdigest()[:32]


def _sent(request: web.Request, thread: ThreadRef) -> web.Response:
    """On to the thread; a script is told where that is."""
    if "application/json" in request.headers.get("Accept", ""):
        return web.json_response({"thread": thread_url(thread)})
    return see_other(thread_url(thread))
