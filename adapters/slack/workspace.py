"""A Slack workspace that the bot is installed in."""

import asyncio
from dataclasses import dataclass
from typing import Protocol

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.client import once, repeatable


@dataclass(frozen=True, slots=True)
class Workspace:
    """Who the bot is there, and how it speaks. ``reading`` may repeat a call, ``posting`` never does."""

    team: str
    bot_user: str
    bot: str
    app: str
    reading: AsyncWebClient
    posting: AsyncWebClient


class Workspaces(Protocol):
    """The workspaces by team id."""

    async def of(self, team: str) -> Workspace:
        """A workspace; raises UserFacingError where the bot is not installed (any more)."""
        ...


class OneWorkspace:
    """The workspace of one bot token, whatever its team."""

    def __init__(self, token: str, base_url: str) -> None:
        self._token = token
        self._base_url = base_url
        self._known: Workspace | None = None
        self._asking = asyncio.Lock()

    async def of(self, team: str) -> Workspace:  # noqa: ARG002 - a token belongs to one workspace
        """The workspace; who the bot is there is asked once."""
        async with self._asking:
            if self._known is None:
                self._known = await open_workspace(self._token, self._base_url)
            return self._known


async def open_workspace(token: str, base_url: str) -> Workspace:
    """Ask Slack who the bot of a token is; raises SlackApiError for a token that is not good."""
    reading = repeatable(token, base_url)
    who = await reading.auth_test()
    bot = await reading.bots_info(bot=who["bot_id"])
    return Workspace(
        team=who["team_id"],
        bot_user=who["user_id"],
        bot=who["bot_id"],
        app=bot["bot"].get("app_id", ""),
        reading=reading,
        posting=once(token, base_url),
    )
