"""The app is installed in a workspace by its person's browser."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from cryptography.fernet import Fernet

from bots.slack_manifest import SCOPES
from tests.e2e.ports import free_port
from tests.e2e.served import Served
from tests.e2e.slack import emulated
from tests.e2e.slack.conftest import Team, join, write_policy
from tests.e2e.slack.emulated import CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A bot without a token: it has to be installed first."""
    with ExitStack() as stack:
        bot = Served(tmp_path, options=())
        bot.address = f"http://127.0.0.1:{free_port()}"
        slack = emulated.start(
            f"{bot.address}/slack/events", f"{bot.address}/slack/oauth_redirect", list(SCOPES)
        )
        stack.callback(slack.stop)
        alice = slack.person("alice")
        channel = join(alice)
        write_policy(tmp_path / "policy.yaml", alice, channel)
        bot.variables |= {
            "DATAOPS_POLICY": str(tmp_path / "policy.yaml"),
            "DATAOPS_PUBLIC_URL": bot.address,
            "DATAOPS_ENCRYPTION_KEY": Fernet.generate_key().decode(),
            "SLACK_CLIENT_ID": CLIENT_ID,
            "SLACK_CLIENT_SECRET": CLIENT_SECRET,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": slack.api_url,
        }
        bot.start()
        stack.callback(bot.kill)
        yield Team(slack, bot, alice, slack.person("bob"), channel)


class Browser:
    """Keeps cookies, follows nothing by itself."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}

    def get(self, url: str) -> tuple[HTTPResponse, str]:
        """Open an address."""
        return self._send("GET", url, None)

    def post(self, url: str, fields: dict[str, str]) -> tuple[HTTPResponse, str]:
        """Send a form."""
        return self._send("POST", url, urlencode(fields))

    def _send(self, method: str, url: str, body: str | None) -> tuple[HTTPResponse, str]:
        parts = urlsplit(url)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection(parts.netloc, timeout=20)
        try:
            connection.request(method, f"{parts.path}?{parts.query}", body, headers)
            response = connection.getresponse()
            for cookie in response.headers.get_all("Set-Cookie", []):
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return response, response.read().decode()
        finally:
            connection.close()


def installed(team: Team, browser: Browser) -> str:
    """Go from the bot's address through Slack's page and back; the last page."""
    begun, _ = browser.get(f"{team.bot.address}/slack/install")
    at_slack = str(begun.headers["Location"])
    assert at_slack.startswith(f"{team.slack.url}/oauth/v2/authorize")
    _, page = browser.get(at_slack)
    form = page[: page.index("Alice")].rpartition("<form")[2]
    fields = dict(re.findall(r'name="([a-z_]+)" value="([^"]*)"', form))
    allowed, _ = browser.post(f"{team.slack.url}/oauth/v2/authorize/callback", fields)
    back, page = browser.get(str(allowed.headers["Location"]))
    assert back.status == 200, page
    return page


def test_an_installed_app_answers_and_its_token_lies_encrypted(team: Team) -> None:
    page = installed(team, Browser())
    assert "T0" in page
    said = team.say("<@U0DATAOPS> What can you do?")
    team.seen(said, "I help data-engineering teams")
    kept = b"".join(path.read_bytes() for path in team.bot.home.glob("*.db*"))
    assert b"xoxb-" not in kept


def test_what_was_begun_in_another_browser_is_not_taken(team: Team) -> None:
    begun, _ = Browser().get(f"{team.bot.address}/slack/install")
    state = re.findall("state=([^&]+)", str(begun.headers["Location"]))[0]
    answer, page = Browser().get(f"{team.bot.address}/slack/oauth_redirect?code=x&state={state}")
    assert answer.status == 400
    assert "not begun in this browser" in page
