"""What goes wrong with a request, as one sentence with a reference number."""

from uuid import uuid4

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.web.site import LOGIN, SITE
from core.errors import AccessRefused, StorageError, UserFacingError

logger = structlog.get_logger()


class LoginNeeded(UserFacingError):  # noqa: N818 - it says what is needed
    """Nobody is logged in at this browser, or not any more."""

    def __init__(self) -> None:
        super().__init__(
            "You are not logged in here, or not any more. Run dataops token --user NAME where this service "
            "runs, and open the link that it prints."
        )


class Forged(UserFacingError):  # noqa: N818 - it says what is wrong
    """The request does not come from a page of this site."""

    def __init__(self) -> None:
        super().__init__(
            "This request did not come from a page of this site; open the page anew and try again."
        )


class TooLarge(UserFacingError):  # noqa: N818 - it says what is wrong
    """More than one message may bring; ``limit`` is in bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"That is more than the {limit >> 20} MB one message may bring; attach less, or split it."
        )


class NotFound(UserFacingError):  # noqa: N818 - it says what is wrong
    """There is nothing at this address."""

    def __init__(self) -> None:
        super().__init__("There is nothing at this address; go back, or begin at the start page.")


class LinkOver(UserFacingError):  # noqa: N818 - it says what is wrong
    """A link to a file that does not open: one sentence for every reason, so that nothing can be guessed."""

    def __init__(self) -> None:
        super().__init__(
            "This link does not open anything, or not any more; ask for the file again in its thread."
        )


class NotReadable(UserFacingError):  # noqa: N818 - it says what is wrong
    """A request that does not say what it should."""

    def __init__(self) -> None:
        super().__init__("That request cannot be read; open the page anew and try again.")


STATUS: dict[type[UserFacingError], int] = {
    LoginNeeded: 401,
    AccessRefused: 403,
    Forged: 403,
    NotFound: 404,
    LinkOver: 404,
    TooLarge: 413,
    StorageError: 503,
}

LOGIN_OVER = 4401
"""The close code that tells a page that its login has ended; 4000 and above are free for applications."""


async def explain(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer whatever goes wrong with a sentence; an unexpected error is logged, its text is never shown."""
    try:
        return await handler(request)
    except (LoginNeeded, AccessRefused) as error:
        live = request.headers.get("Upgrade", "").lower() == "websocket"
        return await _close(request) if live else _answer(request, error, STATUS[type(error)])
    except UserFacingError as error:
        return _answer(request, error, STATUS.get(type(error), 400))
    except web.HTTPException as answer:
        if answer.status < 400:
            raise
        if answer.status == 413:
            return _answer(request, TooLarge(request.app[SITE].max_bytes), 413)
        unknown = NotFound() if answer.status in (404, 405) else NotReadable()
        return _answer(request, unknown, answer.status)
    except ConnectionResetError:
        raise  # the browser has gone; there is nobody to tell
    except Exception as error:  # noqa: BLE001 - every failure becomes a sentence
        return _answer(request, error, 500)


async def _close(request: web.Request) -> web.WebSocketResponse:
    """Tell an open page that it may not look any more; a browser tells it nothing of a refused connection."""
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    await socket.close(code=LOGIN_OVER)
    return socket


def _answer(request: web.Request, error: Exception, status: int) -> web.Response:
    reference = uuid4().hex[:12]
    sentence = "Something went wrong on my side; try again, or tell an admin."
    if isinstance(error, UserFacingError):
        sentence = str(error)
        logger.info("web_request_refused", path=_logged(request), status=status, reference=reference)
    else:
        logger.error("web_request_failed", path=_logged(request), reference=reference, exc_info=error)
    if "application/json" in request.headers.get("Accept", ""):
        return web.json_response({"problem": sentence, "reference": reference}, status=status)
    site, login = request.app[SITE], request.get(LOGIN)
    page = site.pages.problem(sentence, reference, site.reader(login) if login else None)
    return web.Response(text=page, content_type="text/html", status=status)


def _logged(request: web.Request) -> str:
    """The path as it may stand in a log: what comes after ``/f/`` can be a secret."""
    return "/f/…" if request.path.startswith("/f/") else request.path
