"""Brings deliveries to the app: through its open socket, or signed to its request URL."""

import asyncio
import json
import time
from dataclasses import dataclass, field, replace

from aiohttp import ClientError, ClientSession

from tests.adapters.slack.workspace.delivery import Answer, Delivery
from tests.adapters.slack.workspace.signing import Signer
from tests.adapters.slack.workspace.socket_mode import SocketMode

ACK_SECONDS = 3.0
"""An app has three seconds: https://docs.slack.dev/apis/events-api#responding."""

AT_ONCE = 100
"""Requests under way at a time; further ones wait, and their time to answer begins with the request."""

_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


@dataclass
class Courier:
    """``app_url`` is the request URL of events, commands and interactivity alike."""

    session: ClientSession
    signer: Signer
    sockets: SocketMode
    app_url: str = ""
    delivered: list[Delivery] = field(default_factory=list)
    _places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def deliver(self, *deliveries: Delivery) -> list[Delivery]:
        """Deliver at once, as Slack does: separate requests in no promised order. Each gets its answer."""
        await asyncio.gather(*map(self._deliver, deliveries))
        return list(deliveries)

    async def redeliver(
        self, delivery: Delivery, retry_num: int = 1, reason: str = "http_timeout"
    ) -> Delivery:
        """Deliver the same again: the same event with the same id, marked as a retry and newly signed."""
        again = replace(delivery, attempt=retry_num, reason=reason, answer=Answer())
        await self._deliver(again)
        return again

    async def post(self, body: bytes, content_type: str, headers: dict[str, str]) -> Answer:
        """Post any body with any headers to the request URL: for what only an attacker sends."""
        started = time.perf_counter()
        sent = {"Content-Type": content_type, "User-Agent": _AGENT, "Accept": "*/*"} | headers
        try:
            async with (
                asyncio.timeout(ACK_SECONDS),
                self.session.post(self.app_url, data=body, headers=sent, allow_redirects=False) as response,
            ):
                read = await response.read()
                return Answer(response.status, read, time.perf_counter() - started)
        except TimeoutError:
            return Answer(seconds=time.perf_counter() - started, failure="http_timeout")
        except (ClientError, OSError) as error:
            return Answer(seconds=time.perf_counter() - started, failure=f"connection_failed: {error}")

    async def _deliver(self, delivery: Delivery) -> None:
        if not self.app_url and not self.sockets.opened:
            raise RuntimeError("the app has no request URL and no open socket")
        self.delivered.append(delivery)
        through = self._through_socket if self.sockets.opened else self._over_http
        async with self._places:
            delivery.answer = await through(delivery)

    async def _over_http(self, delivery: Delivery) -> Answer:
        body, content_type = delivery.encoded()
        headers = self.signer.headers(body)
        if delivery.attempt:
            headers |= {
                "X-Slack-Retry-Num": str(delivery.attempt),
                "X-Slack-Retry-Reason": delivery.reason,
            }
        return await self.post(body, content_type, headers)

    async def _through_socket(self, delivery: Delivery) -> Answer:
        started = time.perf_counter()
        try:
            async with asyncio.timeout(ACK_SECONDS):
                payload = await self.sockets.send(delivery)
        except TimeoutError:
            return Answer(seconds=time.perf_counter() - started, failure="timeout")
        except (ConnectionError, ClientError) as error:
            return Answer(seconds=time.perf_counter() - started, failure=str(error))
        body = b"" if payload is None else json.dumps(payload).encode()
        return Answer(200, body, time.perf_counter() - started)
