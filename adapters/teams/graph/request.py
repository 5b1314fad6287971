"""One HTTP request to a service of Microsoft's: bounded in time and size, redirects not followed."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeVar

import aiohttp
import orjson
from yarl import URL

from adapters.teams.arrivals.shapes import Shape
from adapters.teams.graph.graph_error import GraphError
from adapters.teams.pace import LONGEST_SECONDS
from adapters.teams.transport import Limited
from core.chat.plain_text import printable

Read = TypeVar("Read", bound=Shape)

LARGEST = 1 << 20
"""Bytes of an answer; a message has at most a tenth of that (learn.microsoft.com, "Limits of Teams")."""

BUSY = (429, 502, 503, 504)
"""Nothing was done, or it can be done again: everything that is asked here may be asked twice."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``location`` is where a redirect leads, empty for none."""

    content: bytes
    location: str

    def read(self, shape: type[Read]) -> Read:
        """The body as what it is; raises GraphError for what is none."""
        try:
            return shape.model_validate(orjson.loads(self.content))
        except ValueError as error:
            raise GraphError(0, "malformed") from error


async def request(method: str, address: str, headers: dict[str, str], content: bytes, seconds: int) -> Answer:
    """Ask once; raises Limited for what is to be asked again soon, GraphError for any other failure."""
    url, timeout = URL(address, encoded=True), aiohttp.ClientTimeout(total=seconds)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.request(
                method,
                url,
                headers=headers,
                data=BytesIO(content) if content else None,
                allow_redirects=False,
            ) as response,
        ):
            body = await _bounded(response)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise GraphError(0, type(error).__name__) from error
    if response.status in BUSY:
        raise _limited(response)
    if response.status >= 400:
        raise GraphError(response.status, _code(body))
    return Answer(body, response.headers.get("Location", ""))


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > LARGEST:
            raise GraphError(0, "too large")
    return bytes(body)


def _limited(response: aiohttp.ClientResponse) -> Exception:
    """Who says "in an hour" is not waited for: somebody waits for an answer."""
    told = response.headers.get("Retry-After", "")
    if not told.isdecimal():
        return Limited(None)
    seconds = float(told)
    return Limited(seconds) if seconds <= LONGEST_SECONDS else GraphError(response.status, "limited")


def _code(body: bytes) -> str:
    """The service's own word; its sentence could repeat what it was sent."""
    told: Any = None
    try:
        told = orjson.loads(body)
        told = told["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return ""
    return printable(told)[:80] if isinstance(told, str) else ""
