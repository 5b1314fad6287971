"""Answers to a code that are not as Slack documents them; no error about one shows what stands in it."""

from typing import Any

import pytest
from aiohttp import web

from adapters.slack.oauth_client import App, OAuthClient

GOOD: dict[str, Any] = {
    "ok": True,
    "access_token": "xoxb-secret",
    "bot_user_id": "U1",
    "team": {"id": "T1", "name": "Acme"},
}
BOT: dict[str, Any] = {"ok": True, "bot_id": "B1", "url": "https://acme.slack.com/"}


async def granted(access: dict[str, Any], who: dict[str, Any]) -> Any:
    """What a client makes of two answers."""

    async def answer(request: web.Request) -> web.Response:
        return web.json_response(access if request.path.endswith("oauth.v2.access") else who)

    application = web.Application()
    application.router.add_post("/api/{method}", answer)
    runner = web.AppRunner(application)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        app = App("1.2", "client-secret", "https://dataops.example.com/slack/oauth_redirect", ("commands",))
        return await OAuthClient(app, address).grant("code")
    finally:
        await runner.cleanup()


async def test_the_least_that_slack_answers_is_enough() -> None:
    grant = await granted(GOOD, BOT)
    assert (grant.tenant, grant.bot, grant.bot_user, grant.app) == ("T1", "B1", "U1", "")
    assert (grant.token, grant.refresh_token, grant.expires_at) == ("xoxb-secret", None, None)


@pytest.mark.parametrize(
    ("access", "who"),
    [
        ({"access_token": ""}, {}),
        ({"access_token": None}, {}),
        ({"access_token": ["xoxb-secret"]}, {}),
        ({"bot_user_id": "U 1"}, {}),
        ({"bot_user_id": None}, {}),
        ({"team": None}, {}),
        ({"team": {"id": "T1:C1"}}, {}),
        ({"team": {"id": "T" * 5000}}, {}),
        ({"is_enterprise_install": True}, {}),
        ({"expires_in": "soon"}, {}),
        ({}, {"bot_id": None}),
    ],
)
async def test_what_is_no_grant_is_refused(access: dict[str, Any], who: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".") as told:
        await granted(GOOD | access, BOT | who)
    assert "secret" not in str(told.value)


def test_the_app_shows_no_secret() -> None:
    assert "client-secret" not in repr(App("1.2", "client-secret", "https://x", ()))
