"""Calls of Microsoft Graph with the rights of the bot itself. Its token goes to Graph alone."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

import orjson
import structlog

from adapters.teams.graph.graph_error import GraphError
from adapters.teams.graph.request import Answer, Read, request
from adapters.teams.pace import Pace
from adapters.teams.transport import Limited

logger = structlog.get_logger()

GRAPH = "https://graph.microsoft.com"
SCOPE = "https://graph.microsoft.com"
"""What the token is for; the same in every tenant of the public cloud."""

CALL_SECONDS = 30
UPLOAD_SECONDS = 300
BUDGETS = ((10, 1.0),)
"""Calls at once, and the seconds in which as many more may follow; Graph says when that is too much."""


class GraphClient:
    """``token`` is asked for at every call; ``address`` is Graph's.

    Every call names the right that it needs, for the admin who reads the log when it is missing; it raises
    GraphError.
    """

    def __init__(self, token: Callable[[], Awaitable[str]], address: str = GRAPH) -> None:
        self._token = token
        self._address = address
        self._pace = Pace(BUDGETS)

    async def get(self, path: str, shape: type[Read], *, right: str) -> Read:
        """Read something."""
        return (await self._call("GET", path, right)).read(shape)

    async def location(self, path: str, *, right: str) -> str:
        """Where a redirect leads; empty if there is none."""
        return (await self._call("GET", path, right)).location

    async def create(self, path: str, body: Mapping[str, Any], shape: type[Read], *, right: str) -> Read:
        """Make something."""
        return (await self._call("POST", path, right, orjson.dumps(body), "application/json")).read(shape)

    async def put(self, path: str, content: bytes, shape: type[Read], *, right: str) -> Read:
        """Put the bytes of a file somewhere."""
        return (await self._call("PUT", path, right, content, "application/octet-stream")).read(shape)

    async def _call(
        self, method: str, path: str, right: str, content: bytes = b"", content_type: str = ""
    ) -> Answer:
        seconds = UPLOAD_SECONDS if method == "PUT" else CALL_SECONDS

        async def once() -> Answer:
            headers = {"Authorization": f"Bearer {await self._token()}"}
            headers |= {"Content-Type": content_type} if content_type else {}
            return await request(method, f"{self._address}/v1.0{path}", headers, content, seconds)

        try:
            return await self._pace.call(once)
        except Limited as error:
            raise GraphError(429, "limited") from error
        except GraphError as error:
            if error.denied:
                logger.warning("graph_right_missing", right=right, status=error.status, code=error.code)
            raise


def path(*parts: str) -> str:
    """An address below Graph's; ids may have any character. Raises GraphError for what is no id."""
    if any(not part.strip(".") for part in parts):
        raise GraphError(0, "no id")
    return "".join(f"/{quote(part, safe='')}" for part in parts)
