"""Faults on demand, and the counting of calls."""

import asyncio

import pytest
from aiohttp import ClientError, ClientTimeout

from tests.adapters.slack.workspace.checks.wire import App, open_app

pytestmark = pytest.mark.fakes


def texts(app: App) -> list[str]:
    return [post.text for post in app.slack.messages(app.slack.channel)]


async def test_too_many_requests_come_with_the_time_to_wait_and_for_one_channel_only() -> None:
    async with open_app() as app:
        other = app.slack.world.add_channel("other", app.slack.team, members=(app.slack.install.bot_user,))
        app.slack.fail("chat.postMessage", times=None, status=429, retry_after=7, channel=app.slack.channel)
        headers = {"Authorization": f"Bearer {app.slack.bot_token}"}
        body = {"channel": app.slack.channel, "text": "x"}
        async with app.session.post("/api/chat.postMessage", json=body, headers=headers) as response:
            assert (response.status, response.headers["Retry-After"]) == (429, "7")
            assert await response.json() == {"ok": False, "error": "ratelimited"}
        assert await app.error("chat.postMessage", channel=other.id, text="x") == ""
        app.slack.heal()
        assert await app.error("chat.postMessage", channel=app.slack.channel, text="x") == ""


async def test_trouble_is_a_page_and_an_error_is_an_answer() -> None:
    async with open_app() as app:
        app.slack.fail("auth.test", status=503)
        async with app.session.post("/api/auth.test") as response:
            assert (response.status, response.content_type) == (503, "text/html")
        app.slack.fail("auth.test", error="fatal_error")
        assert [await app.error("auth.test") for _ in range(2)] == ["fatal_error", ""]


@pytest.mark.parametrize(("when", "standing"), [("before", []), ("after", ["x"])])
async def test_a_reset_tells_nothing_of_what_stands(when: str, standing: list[str]) -> None:
    async with open_app() as app:
        app.slack.fail("chat.postMessage", reset="before" if when == "before" else "after")
        with pytest.raises((ClientError, OSError)):
            await app.posted("x")
        assert texts(app) == standing
        assert [call.outcome for call in app.slack.calls("chat.postMessage")] == [f"reset {when}"]


async def test_a_held_call_waits_for_the_test_and_has_its_effect_though_nobody_listens() -> None:
    async with open_app() as app:
        with app.slack.hold("chat.postMessage") as held:
            call = asyncio.create_task(app.posted("slow"))
            await held.arrived()
            assert texts(app) == []
            assert not call.done()
            call.cancel()
        await app.slack.until(lambda: texts(app) == ["slow"])


async def test_a_call_held_after_its_effect_stands_while_the_client_gives_up() -> None:
    async with open_app() as app:
        headers = {"Authorization": f"Bearer {app.slack.bot_token}"}
        body = {"channel": app.slack.channel, "text": "x"}
        with app.slack.hold("chat.postMessage", when="after") as held:
            call = asyncio.create_task(
                app.session.post(
                    "/api/chat.postMessage", json=body, headers=headers, timeout=ClientTimeout(total=0.05)
                ).__aenter__()
            )
            await held.arrived()
            assert texts(app) == ["x"]
            with pytest.raises(TimeoutError):
                await call


async def test_a_strict_workspace_counts_each_channel_and_each_minute() -> None:
    async with open_app(strict=True) as app:
        slack = app.slack
        other = slack.world.add_channel("other", slack.team, members=(slack.install.bot_user,)).id
        ts = await app.posted()
        await app.call("chat.postMessage", channel=other, text="x")
        assert slack.violations == []
        await app.posted("one too many in this second")
        (violation,) = slack.violations
        assert (violation.method, violation.channel, violation.count) == (
            "chat.postMessage",
            slack.channel,
            2,
        )

        slack.violations.clear()
        for _ in range(10):
            for _ in range(50):
                await app.call("chat.update", channel=slack.channel, ts=ts, text="x")
                slack.clock.advance(1.2)
        assert slack.violations == []
        for _ in range(2):
            await app.call("chat.update", channel=slack.channel, ts=ts, text="x")
        assert [each.count for each in slack.violations] == [51]


async def test_only_a_strict_workspace_counts() -> None:
    async with open_app() as app:
        with pytest.raises(RuntimeError, match="strict"):
            _ = app.slack.violations
