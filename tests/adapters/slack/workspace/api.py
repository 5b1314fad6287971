"""The Web API: reads a call, meets its faults, checks the token, has the effect, answers."""

from aiohttp import web

from tests.adapters.slack.workspace.answering import json_answer, strike
from tests.adapters.slack.workspace.arguments import Arguments, read_arguments
from tests.adapters.slack.workspace.call import Call, Endpoint
from tests.adapters.slack.workspace.grant import Grant
from tests.adapters.slack.workspace.meter import Meter
from tests.adapters.slack.workspace.methods import ENDPOINTS
from tests.adapters.slack.workspace.methods.oauth_access import oauth_access
from tests.adapters.slack.workspace.payload import JSON
from tests.adapters.slack.workspace.slack_error import SlackError
from tests.adapters.slack.workspace.world import World
from tests.adapters.wire.call_log import CallLog, Made
from tests.adapters.wire.faults import Fault, Faults


class Api:
    """Answers ``/api/<method>``; without a meter nothing is counted."""

    def __init__(self, world: World, faults: Faults, log: CallLog, meter: Meter | None) -> None:
        self._world = world
        self._faults = faults
        self._log = log
        self._meter = meter

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        try:
            args = await read_arguments(request)
        except SlackError as error:
            return json_answer(error.answer())
        token = self._token(request, args)
        channel = args.text("channel") or args.text("channel_id") or None
        made = self._log.begin(Made(method, args.values, self._world.clock(), token, channel))
        self._count(made)
        return await self._meet(request, args, made)

    def _count(self, made: Made) -> None:
        """Count a call against the limit of its method, also one that is going to fail."""
        endpoint, grant = ENDPOINTS.get(made.method), self._world.grants.get(made.token)
        if self._meter is not None and grant is not None and endpoint is not None and endpoint.limit:
            self._meter.count(grant.team, made.method, made.channel, endpoint.limit)

    async def _meet(self, request: web.Request, args: Arguments, made: Made) -> web.StreamResponse:
        """Let the faults of this call strike before, or after, its effect."""
        fault = self._faults.take(made.method, made.channel)
        await self._faults.pause(made.method, made.channel, "before")
        if fault is not None and fault.reset != "after":
            return self._struck(request, fault, made)
        response = self._answer(request, args, made)
        await self._faults.pause(made.method, made.channel, "after")
        return response if fault is None else self._struck(request, fault, made)

    def _struck(self, request: web.Request, fault: Fault, made: Made) -> web.StreamResponse:
        self._log.end(made, fault.name)
        return strike(request, fault)

    def _answer(self, request: web.Request, args: Arguments, made: Made) -> web.Response:
        try:
            body, headers = self._effect(request, args, made)
            self._log.end(made, "ok")
        except SlackError as error:
            body, headers = error.answer(), {}
            self._log.end(made, error.error)
        return json_answer(body, headers=headers)

    def _effect(self, request: web.Request, args: Arguments, made: Made) -> tuple[JSON, dict[str, str]]:
        """What a method does, with the headers that tell the scopes of the token."""
        if made.method == "oauth.v2.access":
            return oauth_access(self._world, args, request.headers.get("Authorization", "")), {}
        endpoint = ENDPOINTS.get(made.method)
        if endpoint is None:
            raise SlackError("unknown_method", req_method=made.method)
        grant = self._authorize(endpoint, made.token)
        if endpoint.scopes:
            grant.require(*endpoint.scopes)
        body = endpoint.handle(Call(self._world, args, grant))
        accepted = ",".join(endpoint.scopes)
        return body, {"x-oauth-scopes": grant.provided, "x-accepted-oauth-scopes": accepted}

    def _token(self, request: web.Request, args: Arguments) -> str:
        """The token of the header, or the argument; JSON may not carry it."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        given = str(args.values.pop("token", ""))
        if scheme == "Bearer":
            return token
        return "" if request.content_type == "application/json" else given

    def _authorize(self, endpoint: Endpoint, token: str) -> Grant:
        if not token:
            raise SlackError("not_authed")
        grant = self._world.grants.get(token)
        if grant is None:
            raise SlackError("invalid_auth")
        grant.check(self._world.clock())
        if grant.kind != endpoint.token:
            raise SlackError("not_allowed_token_type")
        return grant
