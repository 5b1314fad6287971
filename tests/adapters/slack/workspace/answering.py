"""Answers of the HTTP side that are no plain success."""

import json
import socket
import struct

from aiohttp import web

from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.wire.faults import Body, Fault

_TROUBLE: dict[Body, tuple[str, str]] = {
    "page": ("text/html", "<!DOCTYPE html><html><body><h1>Server Error</h1></body></html>"),
    "text": ("text/plain", "upstream connect error or disconnect/reset before headers"),
    "empty": ("application/json", ""),
    "broken": ("application/json", '{"ok": fal'),
}


def json_answer(body: JSON, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Slack's JSON: characters beyond ASCII are escaped."""
    return web.Response(
        text=json.dumps(body), status=status, headers=headers, content_type="application/json"
    )


def strike(request: web.Request, fault: Fault) -> web.Response:
    """Let a fault happen to a request."""
    return _reset(request) if fault.reset else _failed(fault)


def _failed(fault: Fault) -> web.Response:
    """What a fault answers: ``ratelimited`` with its header, a page in place of JSON, or an error."""
    if fault.status == 429:
        headers = {"Retry-After": str(fault.retry_after if fault.retry_after is not None else 1)}
        return json_answer({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    if fault.status >= 400:
        kind, text = _TROUBLE[fault.body]
        return web.Response(text=text, status=fault.status, content_type=kind)
    return json_answer({"ok": False, "error": fault.error})


def _reset(request: web.Request) -> web.Response:
    """Cut the connection, so that the client sees a reset; the response goes nowhere."""
    if request.transport is not None:
        connection = request.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response(status=500)
