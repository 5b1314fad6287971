"""Socket Mode below the client library."""

import asyncio
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType

from tests.adapters.slack.workspace.checks.wire import App, open_app

pytestmark = pytest.mark.fakes


async def connect(app: App) -> ClientWebSocketResponse:
    """A connection, after its hello."""
    opened = await app.call("apps.connections.open", token=app.slack.app_token)
    socket = await app.session.ws_connect(opened["url"])
    hello = await socket.receive_json()
    assert (hello["type"], hello["connection_info"]["app_id"]) == ("hello", app.slack.install.app_id)
    return socket


async def answering(socket: ClientWebSocketResponse, envelopes: list[Any]) -> None:
    """Acknowledge whatever comes."""
    async for message in socket:
        envelopes.append(message.json())
        if "envelope_id" in envelopes[-1]:
            await socket.send_json({"envelope_id": envelopes[-1]["envelope_id"]})


async def test_an_address_is_good_once_and_for_the_app_token_only() -> None:
    async with open_app() as app:
        assert await app.error("apps.connections.open") == "not_allowed_token_type"
        opened = await app.call("apps.connections.open", token=app.slack.app_token)
        socket = await app.session.ws_connect(opened["url"])
        assert (await socket.receive_json())["num_connections"] == 1
        async with app.session.get(opened["url"].replace("ws", "http", 1)) as response:
            assert response.status == 403
        await socket.close()


async def test_each_envelope_goes_to_one_connection() -> None:
    async with open_app() as app:
        sockets = [await connect(app) for _ in range(2)]
        got: list[list[Any]] = [[], []]
        readers = [asyncio.create_task(answering(*pair)) for pair in zip(sockets, got, strict=True)]
        for number in range(4):
            said = await app.slack.say(app.slack.ada, app.slack.channel, str(number))
            assert said.status == 200
        assert [len(each) for each in got] == [2, 2]
        assert app.received == []
        for socket in sockets:
            await socket.close()
        await asyncio.gather(*readers)


async def test_an_eleventh_connection_is_one_too_many() -> None:
    async with open_app() as app:
        sockets = [await connect(app) for _ in range(10)]
        opened = await app.call("apps.connections.open", token=app.slack.app_token)
        async with app.session.ws_connect(opened["url"]) as socket:
            assert (await socket.receive_json())["reason"] == "too_many_websockets"
        for socket in sockets:
            await socket.close()


async def test_what_comes_while_nobody_is_connected_is_not_delivered_until_it_comes_again() -> None:
    async with open_app() as app:
        socket = await connect(app)
        await app.slack.disconnect("link_disabled")
        assert (await socket.receive_json())["reason"] == "link_disabled"
        assert (await socket.receive()).type is WSMsgType.CLOSE
        said = await app.slack.say(app.slack.ada, app.slack.channel, "hello")
        assert (said.status, said.deliveries[0].answer.failure) == (0, "no_connection")
        got: list[Any] = []
        reader = asyncio.create_task(answering(socket := await connect(app), got))
        again = await app.slack.redeliver(said.deliveries[0], reason="timeout")
        assert again.answer.status == 200
        assert (got[0]["retry_attempt"], got[0]["retry_reason"]) == (1, "timeout")
        assert got[0]["payload"] == said.deliveries[0].payload
        await socket.close()
        await reader


async def test_a_warning_leaves_the_connection_and_a_drop_does_not_ask() -> None:
    async with open_app() as app:
        socket = await connect(app)
        await app.slack.disconnect("warning")
        assert (await socket.receive_json())["reason"] == "warning"
        assert len(app.slack.sockets.connections) == 1
        await app.slack.drop()
        assert (await socket.receive()).type is WSMsgType.CLOSE
