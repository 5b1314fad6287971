"""A bot that serves in a workspace of its own."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_sdk import WebClient

from bots.slack_manifest import SCOPES
from tests.e2e.ports import free_port
from tests.e2e.served import Served
from tests.e2e.slack import emulated
from tests.e2e.slack.emulated import BOT_TOKEN, SIGNING_SECRET, Emulated, until


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the workspace, and time to start it."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("emulated")
            item.add_marker(pytest.mark.timeout(120))


@dataclass
class Team:
    """A workspace with a bot in it, and two people: Alice is a user of the bot, Bob is not."""

    slack: Emulated
    bot: Served
    alice: WebClient
    bob: WebClient
    channel: str

    def posts(self, thread: str) -> list[dict[str, Any]]:
        """The messages of a thread."""
        found: list[dict[str, Any]] = self.alice.conversations_replies(channel=self.channel, ts=thread)[
            "messages"
        ]
        return found

    def seen(self, thread: str, text: str) -> str:
        """Wait until a text stands in a thread; everything that stands there then."""

        def look() -> str:
            everything = "\n".join(post["text"] for post in self.posts(thread))
            return everything if text in everything else ""

        return until(look)

    def say(self, text: str, thread: str | None = None, by: WebClient | None = None) -> str:
        """Post a message; its ts."""
        sent = (by or self.alice).chat_postMessage(channel=self.channel, text=text, thread_ts=thread)
        return str(sent["ts"])


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A bot with one token, and with exactly the scopes of its manifest."""
    with ExitStack() as stack:
        bot = Served(tmp_path, options=())
        bot.address = f"http://127.0.0.1:{free_port()}"
        slack = emulated.start(
            f"{bot.address}/slack/events", f"{bot.address}/slack/oauth_redirect", list(SCOPES)
        )
        stack.callback(slack.stop)
        alice, bob = slack.person("alice"), slack.person("bob")
        channel = join(alice)
        write_policy(tmp_path / "policy.yaml", alice, channel)
        bot.variables |= {
            "DATAOPS_POLICY": str(tmp_path / "policy.yaml"),
            "DATAOPS_LEASE_SECONDS": "2",
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": slack.api_url,
        }
        bot.start()
        stack.callback(bot.kill)
        yield Team(slack, bot, alice, bob, channel)


def join(alice: WebClient) -> str:
    """The channel that everybody is in, the bot too."""
    channels = alice.conversations_list()["channels"]
    channel = next(str(each["id"]) for each in channels if each["name"] == "data-eng")
    alice.conversations_join(channel=channel)
    return channel


def write_policy(path: Path, alice: WebClient, channel: str) -> None:
    """Let Alice do what a developer does there."""
    who = alice.auth_test()
    team, user = who["team_id"], who["user_id"]
    policy = {
        "people": {f"slack:{team}:{user}": ["developer"]},
        "channels": {f"slack:{team}:{channel}": ["*"]},
    }
    path.write_text(yaml.safe_dump(policy))
