"""Socket Mode: the app's WebSocket connections.

https://docs.slack.dev/apis/events-api/using-socket-mode.
"""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Literal

from aiohttp import WSCloseCode, WSMsgType, web

from tests.adapters.slack.workspace.delivery import Delivery
from tests.adapters.slack.workspace.payload import JSON, fill
from tests.adapters.slack.workspace.world import World

CONNECTIONS = 10
"""An app keeps up to ten connections; each payload goes to one of them."""

_CLOSING_SECONDS = 1.0
"""How long a client may take to answer a close."""

Reason = Literal["warning", "refresh_requested", "link_disabled"]


@dataclass(frozen=True)
class Ack:
    """An acknowledgement as the app sent it."""

    envelope_id: str
    payload: JSON | None


@dataclass
class SocketMode:
    """The open connections and what is waiting for its acknowledgement."""

    world: World
    acks: list[Ack] = field(default_factory=list)
    connections: list[web.WebSocketResponse] = field(default_factory=list)
    opened: int = 0
    _waiting: dict[str, asyncio.Future[JSON | None]] = field(default_factory=dict)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One connection, from hello to its end."""
        ticket = request.query.get("ticket", "")
        if ticket not in self.world.tickets:
            return web.Response(status=403)
        self.world.tickets.remove(ticket)
        connection = web.WebSocketResponse(timeout=_CLOSING_SECONDS)
        await connection.prepare(request)
        if len(self.connections) >= CONNECTIONS:
            await connection.send_json(fill("socket/disconnect", reason="too_many_websockets"))
            await connection.close()
            return connection
        await self._join(connection)
        try:
            async for message in connection:
                if message.type is WSMsgType.TEXT:
                    self._acknowledge(json.loads(message.data))
        finally:
            await self._leave(connection)
        return connection

    async def connected(self, opened: int = 1) -> None:
        """Wait until so many connections were opened in all, and one of them is there."""
        async with self._changed:
            await self._changed.wait_for(lambda: self.opened >= opened and bool(self.connections))

    async def send(self, delivery: Delivery) -> JSON | None:
        """Send an envelope over one connection; what acknowledges it; ConnectionError without one."""
        if not self.connections:
            raise ConnectionError("no_connection")
        connection = self.connections[0]
        self.connections.append(self.connections.pop(0))
        envelope = self._envelope(delivery)
        acknowledged: asyncio.Future[JSON | None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = acknowledged
        try:
            await connection.send_json(envelope)
            return await acknowledged
        finally:
            del self._waiting[envelope["envelope_id"]]

    async def disconnect(self, reason: Reason = "refresh_requested") -> None:
        """Tell every connection to go; after a warning it stays, else it is closed."""
        for connection in list(self.connections):
            await connection.send_json(fill("socket/disconnect", reason=reason))
            if reason != "warning":
                await connection.close(code=WSCloseCode.OK)

    async def drop(self) -> None:
        """Close every connection without a word."""
        for connection in list(self.connections):
            await connection.close(code=WSCloseCode.GOING_AWAY)

    async def _join(self, connection: web.WebSocketResponse) -> None:
        async with self._changed:
            self.connections.append(connection)
            self.opened += 1
            hello = fill(
                "socket/hello",
                num_connections=len(self.connections),
                connection_info={"app_id": self.world.app_id},
            )
            await connection.send_json(hello)
            self._changed.notify_all()

    async def _leave(self, connection: web.WebSocketResponse) -> None:
        async with self._changed:
            self.connections.remove(connection)
            self._changed.notify_all()

    def _acknowledge(self, given: JSON) -> None:
        ack = Ack(str(given.get("envelope_id")), given.get("payload"))
        self.acks.append(ack)
        waiting = self._waiting.get(ack.envelope_id)
        if waiting is not None and not waiting.done():
            waiting.set_result(ack.payload)

    def _envelope(self, delivery: Delivery) -> JSON:
        return fill(
            "socket/envelope",
            envelope_id=self.world.identifiers.secret("envelope"),
            payload=delivery.payload,
            type=delivery.kind,
            accepts_response_payload=delivery.kind != "events_api",
            retry_attempt=delivery.attempt,
            retry_reason=delivery.reason,
        )
