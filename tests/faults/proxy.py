"""A proxy that stands before a store and does to its requests what networks and busy services do."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, web

Doing = Literal["answer", "delay", "cut", "hang"]
"""Answer without asking the store; ask it late; ask it and lose its answer; never answer."""

HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length", "expect"})

Matches = Callable[[web.Request], bool]


@dataclass
class Trouble:
    """What befalls the next ``times`` requests that match; None is all of them. ``struck`` counts them.

    ``status``, ``body`` and ``headers`` are of an answer, ``seconds`` of a delay or of how long it hangs.
    """

    matches: Matches
    doing: Doing = "answer"
    times: int | None = None
    status: int = 503
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    struck: int = 0

    def strikes(self, request: web.Request) -> bool:
        """Whether this request is one of them, counted."""
        if not self.matches(request) or self.times == self.struck:
            return False
        self.struck += 1
        return True


@dataclass
class FaultProxy:
    """``url`` is where it listens, ``target`` what stands behind it."""

    target: str
    session: ClientSession
    url: str = ""
    troubles: list[Trouble] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def trouble(self, trouble: Trouble) -> Trouble:
        """Begin one; the one that began first strikes first."""
        self.troubles.append(trouble)
        return trouble

    def heal(self) -> None:
        """End all of them."""
        self.troubles.clear()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(f"{request.method} {request.path} {request.headers.get('X-Amz-Target', '')}")
        trouble = next((each for each in self.troubles if each.strikes(request)), None)
        if trouble is None:
            return await self._ask(request)
        if trouble.doing == "answer":
            await request.read()
            return web.Response(
                status=trouble.status,
                body=trouble.body.encode(),
                headers={"Content-Type": "application/xml"} | trouble.headers,
            )
        if trouble.doing == "cut":
            await self._ask(request)
        else:
            await asyncio.sleep(trouble.seconds)
        if trouble.doing == "delay":
            return await self._ask(request)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _ask(self, request: web.Request) -> web.Response:
        """What the store behind answers."""
        headers = _end_to_end(request.headers)
        body = await request.read()
        async with self.session.request(
            request.method, f"{self.target}{request.raw_path}", headers=headers, data=body or None
        ) as answer:
            headers = _end_to_end(answer.headers)
            if request.method == "HEAD":
                headers["Content-Length"] = answer.headers.get("Content-Length", "0")
            return web.Response(status=answer.status, body=await answer.read(), headers=headers)


def _end_to_end(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that are not about the connection."""
    return {key: value for key, value in headers.items() if key.lower() not in HOP_BY_HOP}


@asynccontextmanager
async def open_proxy(target: str) -> AsyncIterator[FaultProxy]:
    """A proxy before an address of this machine."""
    async with ClientSession(
        connector=TCPConnector(limit=0),
        cookie_jar=DummyCookieJar(),
        timeout=ClientTimeout(total=120),
        auto_decompress=False,
    ) as session:
        proxy = FaultProxy(target, session)
        application = web.Application(client_max_size=1 << 30)
        application.router.add_route("*", "/{path:.*}", proxy.handle)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1, auto_decompress=False)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        proxy.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield proxy
        finally:
            await runner.cleanup()


def to(service: Literal["s3", "dynamodb"], method: str = "", operation: str = "") -> Matches:
    """Matches requests to a service of AWS: by method to S3, by operation to DynamoDB."""

    def matches(request: web.Request) -> bool:
        target = request.headers.get("X-Amz-Target", "")
        if service == "dynamodb":
            return target.startswith("DynamoDB_") and target.endswith(operation)
        return not target and method in ("", request.method)

    return matches
