"""Slack's door alone, without the service behind it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.slack.door import SlackDoor
from adapters.slack.workspace import OneWorkspace
from core.chat.thread_ref import ChannelRef
from core.storage.database import Database
from tests.adapters.slack.workspace import Clock, Workspace, open_workspace


@asynccontextmanager
async def open_door(
    tmp_path: Path, clock: Clock | None = None
) -> AsyncIterator[tuple[Workspace, SlackDoor, ChannelRef]]:
    """A fresh workspace, a door to it, and a channel that the bot is in."""
    async with open_workspace(clock=clock) as slack, door_of(slack, tmp_path) as door:
        yield slack, door, ChannelRef(platform="slack", tenant=slack.team, channel=slack.channel)


@asynccontextmanager
async def door_of(slack: Workspace, tmp_path: Path) -> AsyncIterator[SlackDoor]:
    """A door to a workspace; another one on the same folder is the next process."""
    database = Database(tmp_path / "slack.db")
    workspaces = OneWorkspace(slack.bot_token, slack.api_url)
    door = SlackDoor(workspaces, database, tmp_path / "uploads", slack.api_url)
    yield door
    await door.settle()
    database.close()
