"""The rates of a strict fake, and faults on demand."""

import asyncio
from urllib.parse import quote

import pytest
from aiohttp import ClientError

from tests.adapters.teams.connector.checks.wire import App, open_app
from tests.adapters.teams.connector.connector_error import ConnectorError
from tests.adapters.teams.connector.meter import Limit, Meter
from tests.adapters.teams.connector.payload import JSON
from tests.clock import Clock

pytestmark = pytest.mark.fakes


async def test_the_eighth_message_in_a_second_waits() -> None:
    async with open_app(strict=True) as app:
        teams = app.teams
        statuses = [(await app.send(teams.chat)).status for _ in range(8)]
        assert statuses == [201] * 7 + [429]
        told = await app.send(teams.chat)
        assert (told.code, told.headers["Retry-After"]) == ("Throttled", "1")
        assert (await app.send(teams.group)).status == 201
        teams.clock.advance(1)
        assert [(await app.send(teams.chat)).status for _ in range(2)] == [201, 429]


async def test_threads_of_a_channel_count_together() -> None:
    async with open_app(strict=True) as app:
        root = await app.posted(app.teams.channel)
        statuses = [(await app.send(app.teams.channel, "x", root.id)).status for _ in range(7)]
        assert statuses == [201] * 6 + [429]


async def test_without_strictness_nothing_is_counted() -> None:
    async with open_app() as app:
        assert {(await app.send(app.teams.chat)).status for _ in range(20)} == {201}


@pytest.mark.parametrize("limit", [Limit(7, 1), Limit(8, 2), Limit(60, 30), Limit(1800, 3600)])
def test_who_waits_as_told_is_never_refused_twice_and_keeps_every_limit(limit: Limit) -> None:
    clock = Clock(0.0)
    meter = Meter(clock)
    made: list[float] = []
    while clock() < 4000 and len(made) < 2000:
        try:
            meter.count("send", "chat")
            made.append(clock())
        except ConnectorError as error:
            clock.advance(int(error.headers["Retry-After"]))
            meter.count("send", "chat")
            made.append(clock())
    windows = zip(made, made[limit.calls :], strict=False)
    assert all(last - first >= limit.seconds for first, last in windows)


async def texts(app: App) -> list[str]:
    return [post.text for post in app.teams.answers(app.teams.chat)]


@pytest.mark.parametrize(
    ("status", "code"), [(412, "PreconditionFailed"), (429, "Throttled"), (502, "ServiceError")]
)
async def test_a_fault_is_an_error_with_its_code_and_has_no_effect(status: int, code: str) -> None:
    async with open_app() as app:
        app.teams.fail("send", status=status, retry_after=3)
        told = await app.send(app.teams.chat)
        assert (told.status, told.code, told.headers["Retry-After"]) == (status, code, "3")
        assert (await app.send(app.teams.chat, "again")).status == 201
        assert await texts(app) == ["again"]


async def test_a_gateway_answers_with_a_page() -> None:
    async with open_app() as app:
        app.teams.fail("send", status=504, channel=app.teams.chat.id)
        assert (await app.send(app.teams.group)).status == 201
        told = await app.send(app.teams.chat)
        assert (told.status, told.body.startswith(b"<html>")) == (504, True)


@pytest.mark.parametrize(("when", "standing"), [("before", []), ("after", ["x"])])
async def test_a_reset_tells_nothing_of_what_stands(when: str, standing: list[str]) -> None:
    async with open_app() as app:
        app.teams.fail("send", reset="before" if when == "before" else "after")
        with pytest.raises((ClientError, OSError)):
            await app.send(app.teams.chat, "x")
        assert await texts(app) == standing
        assert [call.outcome for call in app.teams.calls("send")] == [f"reset {when}"]


async def test_a_held_call_waits_for_the_test() -> None:
    async with open_app() as app:
        with app.teams.hold("send") as held:
            call = asyncio.create_task(app.send(app.teams.chat, "slow"))
            await held.arrived()
            assert (await texts(app), call.done()) == ([], False)
        assert (await call).status == 201


async def test_tokens_and_keys_can_be_out_of_order() -> None:
    async with open_app() as app:
        teams = app.teams
        teams.fail("metadata", status=503)
        async with app.session.get(teams.metadata_url) as response:
            assert response.status == 503
        async with app.session.get(teams.metadata_url) as response:
            announced: JSON = await response.json()
        async with app.session.get(announced["jwks_uri"]) as response:
            keys: JSON = await response.json()
        assert [key["kid"] for key in keys["keys"]] == ["key-1", "key-of-another-channel"]
        assert all("d" not in key for key in keys["keys"])
        assert teams.tokens.requests == ["metadata", "metadata", "keys"]


async def test_what_is_no_json_is_refused() -> None:
    async with open_app() as app:
        url = f"{app.teams.tenant.service_url}v3/conversations/{quote(app.teams.chat.id)}/activities"
        headers = {"Authorization": f"Bearer {app.token}"}
        async with app.session.post(url, data=b"{", headers=headers) as response:
            assert (response.status, (await response.json())["error"]["code"]) == (400, "BadSyntax")
