"""Answers over HTTP: JSON, and what a fault makes of a call."""

import json
import socket
import struct

from aiohttp import web

from tests.adapters.teams.connector.payload import JSON
from tests.adapters.wire.faults import Fault

_CODES = {412: "PreconditionFailed", 429: "Throttled", 500: "ServiceError", 502: "ServiceError"}
"""msteams-docs, conversation-messages.md, "Status codes"; 503 and 504 come from a gateway and have no
code."""

_GATEWAY = (
    "<html><head><title>{status}</title></head><body><h1>Our services aren't available</h1></body></html>"
)


def answer(
    body: JSON | list[JSON], *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    return web.Response(
        text=json.dumps(body), status=status, headers=headers, content_type="application/json"
    )


def strike(request: web.Request, fault: Fault) -> web.Response:
    """Let a fault happen: a reset, an error with its code, or the page of a gateway."""
    if fault.reset:
        return _reset(request)
    headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
    code = fault.error or _CODES.get(fault.status, "")
    if not code:
        page = _GATEWAY.format(status=fault.status)
        return web.Response(text=page, status=fault.status, content_type="text/html", headers=headers)
    body = {"error": {"code": code, "message": f"The fake was told to answer {fault.status}."}}
    return answer(body, status=fault.status, headers=headers)


def _reset(request: web.Request) -> web.Response:
    """Cut the connection, so that the client sees a reset; the response goes nowhere."""
    if request.transport is not None:
        connection = request.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
    return web.Response(status=500)
