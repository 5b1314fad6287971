"""A Slack workspace that this project did not write: the npm package emulate, on loopback."""

import json
import select
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.request import urlopen

from slack_sdk import WebClient

from tests.e2e.node import node
from tests.e2e.ports import free_port

Seen = TypeVar("Seen")
HERE = Path(__file__).parent
START_SECONDS = 30
SIGNING_SECRET = "local-signing-secret"
BOT_TOKEN = "xoxb-local-bot"
CLIENT_ID = "1.2"
CLIENT_SECRET = "local-client-secret"


@dataclass
class Emulated:
    """A running workspace. ``url`` is its root."""

    url: str
    process: "subprocess.Popen[str]"

    @property
    def api_url(self) -> str:
        """The base of its Web API."""
        return f"{self.url}/api/"

    def person(self, name: str) -> WebClient:
        """Somebody's own Slack client."""
        return WebClient(token=f"xoxp-{name}", base_url=self.api_url)

    def deliveries(self) -> list[dict[str, Any]]:
        """The events it delivered, with the status of each answer."""
        with urlopen(f"{self.url}/_test/deliveries", timeout=10) as response:  # noqa: S310 - loopback
            found: list[dict[str, Any]] = json.load(response)
        return found

    def stop(self) -> None:
        """End the workspace."""
        self.process.kill()
        self.process.communicate()


def start(request_url: str, redirect_url: str, scopes: list[str]) -> Emulated:
    """Start a workspace whose events go to an address, with a bot that has these scopes."""
    settings = {
        "port": free_port(),
        "requestUrl": request_url,
        "redirectUrl": redirect_url,
        "scopes": scopes,
    }
    command = [str(node()), str(HERE / "workspace.mjs"), json.dumps(settings)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    ready, _, _ = select.select([process.stdout], [], [], START_SECONDS)
    url = process.stdout.readline().strip() if ready else ""
    assert url.startswith("http://127.0.0.1:"), url
    return Emulated(url, process)


def until(look: Callable[[], Seen], seconds: float = 60) -> Seen:
    """Look again and again until there is something to see."""
    deadline = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.1)
