"""How a call of the Bot Connector gets onto the wire."""

import asyncio
from concurrent.futures import Executor
from typing import Any

import requests
from msrest.pipeline import Response
from msrest.pipeline.async_abc import AsyncHTTPSender, AsyncPipeline
from msrest.pipeline.async_requests import AsyncRequestsCredentialsPolicy
from msrest.pipeline.requests import RequestsContext
from msrest.pipeline.universal import RawDeserializer
from msrest.universal_http.async_requests import AsyncRequestsClientResponse
from msrest.universal_http.requests import ClientRetryPolicy

CONNECT_SECONDS = 5.0

ClientRetryPolicy.safe_codes = frozenset(ClientRetryPolicy.safe_codes)  # type: ignore[assignment]
"""msrest looks a thousand status codes up in it for every call, on the event loop: 4 ms as a list."""


class Sender(AsyncHTTPSender[Any, Any]):
    """One call, in one of the ``threads``; nothing is repeated, no redirect followed.

    msrest's own would send in the loop's threads, which the database needs, and hold each of them for a
    hundred seconds where the Connector hangs.
    """

    def __init__(self, threads: Executor, seconds: float) -> None:
        """``seconds`` are those without a word of the Connector after which a thread is given back."""
        self._threads = threads
        self._seconds = seconds
        self.begun = False
        """Whether anything may have left this machine."""

    def pipeline(self, configuration: Any) -> Any:
        """What a client of msrest's is to send through: its own steps, and this one in the end."""
        signed = AsyncRequestsCredentialsPolicy(configuration.credentials)  # type: ignore[no-untyped-call]  # msrest's
        steps = [configuration.user_agent_policy, signed, RawDeserializer(), configuration.http_logger_policy]
        return AsyncPipeline(steps, self)

    def build_context(self) -> Any:
        """A session that only this call uses: one that was kept may be cut just when it is used again."""
        return RequestsContext(session=requests.Session())  # type: ignore[no-untyped-call]  # msrest's

    async def send(self, request: Any, **config: Any) -> Any:
        """Raises what ``requests`` raises."""
        del config  # it is all ours
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self._threads, self._send, request)
        made = AsyncRequestsClientResponse(request.http_request, answer)  # type: ignore[no-untyped-call]  # msrest's
        return Response(request, made)

    async def __aexit__(self, *exc_details: object) -> None:
        """There is nothing to close: each call closes its own session."""

    def _send(self, request: Any) -> requests.Response:
        self.begun = True
        made = request.http_request
        with request.context.session as session:
            answer: requests.Response = session.request(
                made.method,
                made.url,
                headers=made.headers,
                data=made.data,
                timeout=(min(CONNECT_SECONDS, self._seconds), self._seconds),
                allow_redirects=False,
            )
        return answer
