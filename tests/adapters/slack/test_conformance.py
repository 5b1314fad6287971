"""Slack's door keeps what every door must keep, seen from Slack's side."""

from pathlib import Path

import pytest

from adapters.slack import channel_paces, stream_pace
from adapters.slack.door import SlackDoor
from adapters.slack.workspace import OneWorkspace
from core.chat.conformance import CHECKS, Check, Subject
from core.chat.inbound import Actor
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.storage.database import Database
from tests.adapters.slack.workspace import Workspace, open_workspace


class Eyes:
    """What people see in a thread."""

    def __init__(self, slack: Workspace) -> None:
        self._slack = slack

    def posts(self, thread: ThreadRef) -> list[str]:
        found = self._slack.messages(thread.channel.channel, thread.thread)
        return [post.text for post in found]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
async def test_slacks_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, check: Check) -> None:
    monkeypatch.setattr(channel_paces, "BURST", 1000)  # the checks post more than Slack takes in their time
    monkeypatch.setattr(stream_pace, "LEAST_SECONDS", 0.0)
    async with open_workspace() as slack:
        database = Database(tmp_path / "slack.db")
        workspaces = OneWorkspace(slack.bot_token, slack.api_url)
        door = SlackDoor(workspaces, database, tmp_path / "uploads", slack.api_url)
        await check(
            Subject(
                door=door,
                channel=ChannelRef(platform="slack", tenant="T1", channel=slack.channel),
                actor=Actor(platform="slack", tenant="T1", id=slack.ada),
                observer=Eyes(slack),
                folder=tmp_path,
            )
        )
        await door.settle()
        database.close()
