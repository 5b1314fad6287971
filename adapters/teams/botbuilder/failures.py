"""What goes wrong with a call, in the door's words."""

import requests
from botbuilder.schema import ErrorResponseException
from msrest.exceptions import ClientException, HttpOperationError
from urllib3.exceptions import NewConnectionError

from adapters.teams.transport import Gone, Limited, Refused, Unsent, Unsure

_LIMITED = (429, 412)
"""Teams counts a 412 among the limits (rate-limit.md); nothing was done."""

_GONE = (403, 404)

_NOT_STREAMED = "ContentStreamNotAllowed"
"""A 403 that is about one stream: stopped by the person, too old, too large, or one too many."""


def answered(error: HttpOperationError) -> Exception:
    """A call that Teams did not take."""
    status = int(getattr(error.response, "status_code", 0) or 0)
    if status in _LIMITED:
        return Limited(_seconds(error.response.headers.get("Retry-After")))
    if status in _GONE and _code(error) != _NOT_STREAMED:
        return Gone(_code(error))
    if status >= 500 or status == 408:
        return Unsure()
    return Refused(status, _code(error))


def unanswered(error: Exception, *, begun: bool) -> Exception:
    """A call that was not answered, or not in a way that can be read; ``begun``: it was tried to send it."""
    if not begun and isinstance(error, TimeoutError):
        return Unsent("too many other calls")
    return Unsent("no connection") if _unconnected(error) else Unsure()


def _unconnected(error: Exception) -> bool:
    """Whether there was no connection that anything could have been sent through."""
    inner = error.inner_exception if isinstance(error, ClientException) else None
    if isinstance(inner, requests.ConnectTimeout):
        return True
    why = inner.args[0] if isinstance(inner, requests.ConnectionError) and inner.args else None
    return isinstance(getattr(why, "reason", None), NewConnectionError)


def _code(error: HttpOperationError) -> str:
    told = (
        getattr(getattr(error, "error", None), "error", None)
        if isinstance(error, ErrorResponseException)
        else None
    )
    return str(getattr(told, "code", "") or "")[:80]


def _seconds(told: str | None) -> float | None:
    return float(told) if told is not None and told.isdecimal() else None
