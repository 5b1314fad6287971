"""The fake of Slack against the clients that Slack wrote: slack_sdk and Bolt."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.app.async_server import AsyncSlackAppServer
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.http_retry.builtin_interval_calculators import FixedValueRetryIntervalCalculator
from slack_sdk.signature import SignatureVerifier
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.slack.workspace import Workspace, open_workspace

pytestmark = pytest.mark.fakes


def client(slack: Workspace, **more: Any) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url, **more)


def echo_app(slack: Workspace) -> AsyncApp:
    """The least app there is: says again what it is told, in the thread, or to the person alone."""
    app = AsyncApp(client=client(slack), signing_secret=slack.signing_secret)

    @app.event("app_mention")
    async def mention(event: dict[str, Any], say: Any) -> None:
        await say(f"echo {event['text']}", thread_ts=event["ts"])

    @app.event("message")
    async def message() -> None:
        """Everything else is heard and left alone."""

    @app.command("/dataops")
    async def command(ack: Any, respond: Any, command: dict[str, Any]) -> None:
        await ack("one moment")
        await respond(f"echo {command['text']}")

    return app


@asynccontextmanager
async def over_http(slack: Workspace, app: AsyncApp) -> AsyncIterator[None]:
    runner = web.AppRunner(AsyncSlackAppServer(0, "/slack/events", app).web_app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.app_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    try:
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def over_socket(slack: Workspace, app: AsyncApp) -> AsyncIterator[None]:
    handler: Any = AsyncSocketModeHandler(app, slack.app_token)
    await handler.connect_async()
    await slack.connected()
    try:
        yield
    finally:
        await handler.close_async()


@pytest.mark.parametrize("transport", [over_http, over_socket])
async def test_a_bolt_app_answers_a_mention_and_a_command(transport: Any) -> None:
    async with open_workspace() as slack, transport(slack, echo_app(slack)):
        said = await slack.mention(slack.ada, slack.channel, "hello")
        assert said.status == 200
        assert {each.event["type"] for each in said.deliveries} == {"message", "app_mention"}
        assert {each.event["ts"] for each in said.deliveries} == {said.ts}
        answers = await slack.until(lambda: slack.messages(slack.channel, said.ts)[1:])
        assert [answer.text for answer in answers] == ["echo @dataops hello"]

        typed = await slack.command("/dataops", "parse-jil", slack.ada, slack.channel)
        assert typed.status == 200
        await slack.until(lambda: slack.responded)
        shown = [post.text for post in slack.ephemerals(slack.ada)]
        assert sorted(shown) == ["echo parse-jil", "one moment"]
        assert slack.ephemerals(slack.bob) == []


async def test_a_bolt_app_refuses_what_is_not_signed_with_its_secret() -> None:
    async with open_workspace() as slack, over_http(slack, echo_app(slack)):
        slack.signer.secret = "somebody else's"
        said = await slack.mention(slack.ada, slack.channel, "hello")
        assert {each.answer.status for each in said.deliveries} == {401}
        assert slack.calls("chat.postMessage") == []


async def test_a_bolt_app_verifies_its_address_and_runs_a_retry_again() -> None:
    async with open_workspace() as slack, over_http(slack, echo_app(slack)):
        assert (await slack.verify_url()).body.startswith(b'{"challenge":')
        said = await slack.mention(slack.ada, slack.channel, "hello")
        mention = next(each for each in said.deliveries if each.event["type"] == "app_mention")
        again = await slack.redeliver(mention, retry_num=1, reason="http_timeout")
        assert (again.answer.status, again.event_id) == (200, mention.event_id)
        await slack.until(lambda: len(slack.messages(slack.channel, said.ts)) == 3)


async def test_deliveries_carry_what_the_verifier_of_slack_sdk_wants() -> None:
    seen: list[tuple[bytes, dict[str, str]]] = []

    async def app(request: web.Request) -> web.Response:
        seen.append((await request.read(), dict(request.headers)))
        return web.Response(text="thanks")

    served = web.Application()
    served.add_routes([web.post("/slack/events", app)])
    runner = web.AppRunner(served)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with open_workspace() as slack:
        slack.app_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        said = await slack.say(slack.ada, slack.channel, "Grüße, ada")
        assert (said.status, said.body) == (200, b"thanks")
        assert 0 < said.seconds < 3
        await slack.redeliver(said.deliveries[0], retry_num=2, reason="http_error")
        await slack.command("/dataops", "help me & you", slack.ada, slack.channel)
        verifier = SignatureVerifier(slack.signing_secret)
        assert [verifier.is_valid_request(body, headers) for body, headers in seen] == [True] * 3
        assert not verifier.is_valid_request(seen[0][0] + b" ", seen[0][1])
        assert [headers.get("X-Slack-Retry-Num") for _, headers in seen] == [None, "2", None]
        assert seen[1][1]["X-Slack-Retry-Reason"] == "http_error"
        assert [headers["Content-Type"] for _, headers in seen] == [
            "application/json",
            "application/json",
            "application/x-www-form-urlencoded",
        ]
        old = slack.signer.headers(seen[0][0], timestamp="1000000000")
        assert not verifier.is_valid_request(seen[0][0], old)
    await runner.cleanup()


async def test_the_socket_client_of_slack_sdk_gets_envelopes_and_reconnects() -> None:
    async with open_workspace() as slack:
        received: list[SocketModeRequest] = []

        async def listen(socket: SocketModeClient, request: SocketModeRequest) -> None:
            received.append(request)
            answer = {"text": "on it"} if request.type == "slash_commands" else None
            await socket.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer))

        socket: Any = SocketModeClient(app_token=slack.app_token, web_client=client(slack))
        socket.socket_mode_request_listeners.append(listen)
        await socket.connect()
        await slack.connected()
        typed = await slack.command("/dataops", "help", slack.ada, slack.channel)
        assert (typed.status, typed.json()) == (200, {"text": "on it"})
        await slack.disconnect("refresh_requested")
        await slack.connected(opened=2)
        said = await slack.say(slack.ada, slack.channel, "hello")
        again = await slack.redeliver(said.deliveries[0], reason="timeout")
        assert (said.status, again.answer.status) == (200, 200)
        assert [request.type for request in received] == ["slash_commands", "events_api", "events_api"]
        assert [request.accepts_response_payload for request in received] == [True, False, False]
        assert (received[-1].retry_attempt, received[-1].retry_reason) == (1, "timeout")
        assert {ack.envelope_id for ack in slack.sockets.acks} == {each.envelope_id for each in received}
        await socket.close()


async def test_the_retry_handlers_of_slack_sdk_work_against_the_faults() -> None:
    async with open_workspace() as slack:
        patient = client(slack, retry_handlers=[AsyncRateLimitErrorRetryHandler(max_retry_count=2)])
        slack.fail("chat.postMessage", status=429, retry_after=0)
        await patient.chat_postMessage(channel=slack.channel, text="at last")
        assert [call.outcome for call in slack.calls("chat.postMessage")] == ["429", "ok"]

        slack.fail("chat.postMessage", reset="after")
        at_once = AsyncConnectionErrorRetryHandler(interval_calculator=FixedValueRetryIntervalCalculator(0))
        hasty = client(slack, retry_handlers=[at_once])
        await hasty.chat_postMessage(channel=slack.channel, text="twice")
        assert [post.text for post in slack.messages(slack.channel)] == ["at last", "twice", "twice"]


async def test_a_stream_of_slack_sdk_becomes_one_message() -> None:
    async with open_workspace() as slack:
        asked = await client(slack).chat_postMessage(channel=slack.channel, text="root")
        stream = await client(slack).chat_stream(
            channel=slack.channel,
            thread_ts=str(asked["ts"]),
            recipient_user_id=slack.ada,
            recipient_team_id=slack.team,
            buffer_size=5,
        )
        await stream.append(markdown_text="**Two** jobs")
        await stream.append(markdown_text=" are late.")
        block = {"type": "section", "text": {"type": "mrkdwn", "text": "Was this good?"}}
        await stream.stop(blocks=[block])
        posts = slack.messages(slack.channel, str(asked["ts"]))
        assert [post.text for post in posts] == ["root", "Two jobs are late.\nWas this good?"]
        with pytest.raises(SlackApiError, match="message_not_in_streaming_state"):
            await client(slack).chat_appendStream(
                channel=slack.channel, ts=str(stream.ts), markdown_text="more"
            )
