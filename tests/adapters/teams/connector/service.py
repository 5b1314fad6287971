"""The connector service: meets faults, checks the token and the rates, has the effect, answers."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from tests.adapters.teams.connector.answering import answer, strike
from tests.adapters.teams.connector.call import Call, Endpoint, Reply
from tests.adapters.teams.connector.connector_error import ConnectorError, bad_syntax
from tests.adapters.teams.connector.conversation import split_address
from tests.adapters.teams.connector.issued import Issued
from tests.adapters.teams.connector.meter import Meter
from tests.adapters.teams.connector.methods import activities, conversations, members, pictures
from tests.adapters.teams.connector.methods.streaming import is_stream
from tests.adapters.teams.connector.world import World
from tests.adapters.wire.call_log import CallLog, Made
from tests.adapters.wire.faults import Fault, Faults

ENDPOINTS = (
    *activities.ENDPOINTS,
    *conversations.ENDPOINTS,
    *members.ENDPOINTS,
    *pictures.ENDPOINTS,
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Service:
    """Answers below ``/amer/<tenant>/``; without a meter no rate is kept."""

    world: World
    issued: Issued
    faults: Faults
    log: CallLog
    meter: Meter | None

    def routes(self) -> list[web.RouteDef]:
        prefix = "/amer/{tenant}"
        return [web.route(each.method, prefix + each.path, self._handler(each)) for each in ENDPOINTS]

    def _handler(self, endpoint: Endpoint) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await self._meet(request, endpoint)

        return handle

    async def _meet(self, request: web.Request, endpoint: Endpoint) -> web.StreamResponse:
        """Let the faults of this call strike before, or after, its effect."""
        text = (await request.read()).decode("utf-8", "replace")
        made = self._note(request, endpoint, text)
        fault = self.faults.take(made.method, made.channel)
        await self.faults.pause(made.method, made.channel, "before")
        if fault is not None and fault.reset != "after":
            return self._struck(request, fault, made)
        response = self._answer(request, endpoint, made, text)
        await self.faults.pause(made.method, made.channel, "after")
        return response if fault is None else self._struck(request, fault, made)

    def _note(self, request: web.Request, endpoint: Endpoint, text: str) -> Made:
        """Log a call; its conversation is named without ``;messageid=``, its arguments are the body.

        Whatever belongs to a stream is a ``stream``.
        """
        conversation = split_address(request.match_info.get("conversation", ""))[0] or None
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        body = _read(text)
        args = body if isinstance(body, dict) else {}
        name = "stream" if is_stream(args) else endpoint.name
        return self.log.begin(Made(name, args, self.world.clock(), token, conversation))

    def _struck(self, request: web.Request, fault: Fault, made: Made) -> web.StreamResponse:
        self.log.end(made, fault.name)
        return strike(request, fault)

    def _answer(self, request: web.Request, endpoint: Endpoint, made: Made, text: str) -> web.Response:
        try:
            reply = self._effect(request, endpoint, text)
        except ConnectorError as error:
            self.log.end(made, error.code or str(error.status))
            return answer(error.answer(), status=error.status, headers=error.headers)
        self.log.end(made, "ok")
        if reply.content is not None:
            return web.Response(body=reply.content, content_type=reply.content_type)
        return answer(reply.body, status=reply.status)

    def _effect(self, request: web.Request, endpoint: Endpoint, text: str) -> Reply:
        self.issued.check(request.headers.get("Authorization", ""))
        self._count(request, endpoint)
        body = _read(text)
        if body is None and endpoint.method in ("POST", "PUT"):
            raise bad_syntax("The body must be JSON.")
        return endpoint.handle(Call(self.world, request.match_info, request.query, body, text))

    def _count(self, request: web.Request, endpoint: Endpoint) -> None:
        if self.meter is None or endpoint.scenario is None:
            return
        tenant = request.match_info["tenant"]
        conversation = split_address(request.match_info.get("conversation", ""))[0]
        self.meter.count("all", tenant)
        self.meter.count(endpoint.scenario, conversation or tenant)


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None
