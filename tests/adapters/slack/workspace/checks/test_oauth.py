"""Installing by OAuth v2."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.adapters.slack.workspace.checks.wire import App, open_app

pytestmark = pytest.mark.fakes

BACK = "http://127.0.0.1:1/slack/oauth_redirect"


async def authorize(app: App) -> dict[str, str]:
    """What the browser brings back from the install page."""
    query = {
        "client_id": app.slack.world.client_id,
        "scope": "chat:write,commands",
        "state": "opaque",
        "redirect_uri": BACK,
    }
    async with app.session.get("/oauth/v2/authorize", params=query, allow_redirects=False) as response:
        assert response.status == 302
        back = urlsplit(response.headers["Location"])
        assert response.headers["Location"].startswith(BACK)
        return {key: value[0] for key, value in parse_qs(back.query).items()}


async def access(app: App, **args: str) -> dict[str, Any]:
    client = {"client_id": app.slack.world.client_id, "client_secret": app.slack.world.client_secret}
    async with app.session.post("/api/oauth.v2.access", data=client | args) as response:
        return dict(await response.json())


async def test_an_install_in_another_workspace_gives_a_token_for_it() -> None:
    async with open_app() as app:
        second = app.slack.world.add_team("Second")
        eve = app.slack.world.add_person("eve", second.id).id
        app.slack.world.oauth.team, app.slack.world.oauth.user = second.id, eve
        back = await authorize(app)
        assert back["state"] == "opaque"
        assert (await access(app, code=back["code"]))["error"] == "bad_redirect_uri"
        answer = await access(app, code=back["code"], redirect_uri=BACK)
        assert (answer["team"], answer["authed_user"]) == (
            {"id": second.id, "name": "Second"},
            {"id": eve},
        )
        assert (answer["scope"], answer["is_enterprise_install"]) == ("chat:write,commands", False)
        identity = await app.call("auth.test", token=answer["access_token"])
        assert (identity["team_id"], identity["user_id"]) == (second.id, answer["bot_user_id"])
        assert answer["bot_user_id"] != app.slack.install.bot_user
        args = {"channel": app.slack.channel, "text": "x"}
        foreign = await app.error("chat.postMessage", token=answer["access_token"], **args)
        assert foreign == "channel_not_found"
        assert (await access(app, code=back["code"], redirect_uri=BACK))["error"] == "code_already_used"


async def test_a_refusal_comes_back_and_nonsense_is_refused() -> None:
    async with open_app() as app:
        app.slack.world.oauth.allows = False
        assert await authorize(app) == {"error": "access_denied", "state": "opaque"}
        assert (await access(app, code="x"))["error"] == "invalid_code"
        assert (await access(app, client_secret="x"))["error"] == "bad_client_secret"
        assert (await access(app, client_id="x"))["error"] == "invalid_client_id"
        app.slack.world.oauth.allows = True
        code = (await authorize(app))["code"]
        app.slack.clock.advance(601)
        assert (await access(app, code=code, redirect_uri=BACK))["error"] == "invalid_code"


async def test_a_rotated_token_expires_and_is_refreshed_once() -> None:
    async with open_app() as app:
        app.slack.world.oauth.rotation = True
        code = (await authorize(app))["code"]
        first = await access(app, code=code, redirect_uri=BACK)
        assert first["expires_in"] == 43_200
        app.slack.clock.advance(43_200)
        assert await app.error("auth.test", token=first["access_token"]) == "token_expired"
        refresh = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
        second = await access(app, **refresh)
        assert await app.error("auth.test", token=second["access_token"]) == ""
        assert second["refresh_token"] != first["refresh_token"]
        assert (await access(app, **refresh))["error"] == "invalid_refresh_token"
