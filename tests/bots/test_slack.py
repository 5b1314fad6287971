"""Slack as it is opened: what cannot work is said in a sentence, at once."""

from pathlib import Path

import pytest
from aiohttp import web
from pydantic import SecretStr

from adapters.slack import client
from bots import slack as opening
from core.errors import UserFacingError
from tests.adapters.slack.office import open_office
from tests.adapters.slack.workspace.socket_mode import SocketMode


async def test_a_wrong_app_token_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(UserFacingError, match=r"SLACK_APP_TOKEN \(invalid_auth\)"):
        async with open_office(tmp_path, socket=True, slack_app_token=SecretStr("xapp-wrong")):
            pass
    assert "Traceback" not in caplog.text


async def test_without_a_network_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "LOST_RETRIES", 1)
    with pytest.raises(UserFacingError, match="Slack cannot be reached"):
        async with open_office(tmp_path, socket=True, slack_api_url="http://127.0.0.1:9/api/"):
            pass


async def test_a_network_that_lets_no_connection_of_socket_mode_through_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(SocketMode, "handle", _refused)
    with pytest.raises(UserFacingError, match="Slack cannot be reached"):
        async with open_office(tmp_path, socket=True):
            pass


async def _refused(_: SocketMode, request: web.Request) -> web.Response:
    """What a proxy that knows no WebSockets answers."""
    return web.Response(status=403, text=request.path)
