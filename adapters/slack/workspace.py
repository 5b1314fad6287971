"""A Slack workspace that the bot is installed in."""

import asyncio
from dataclasses import dataclass
from typing import Protocol

import structlog
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.arrivals.identity import Identity
from adapters.slack.arrivals.lifecycle import AppChange
from adapters.slack.client import once, repeatable
from core.errors import PlaceGone

logger = structlog.get_logger()


SITE = "https://slack.com/"
"""Where Slack itself is open in a browser; it asks which workspace is meant."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Who the bot is there, and how it speaks. ``reading`` may repeat a call, ``posting`` never does.

    ``site`` is the address under which people open it in a browser, with a slash at its end. With
    ``org_wide`` it is a whole organisation, and ``team`` is that one's id.
    """

    team: str
    bot_user: str
    bot: str
    app: str
    reading: AsyncWebClient
    posting: AsyncWebClient
    site: str = SITE
    org_wide: bool = False


REMOVED = "I am not installed in this Slack workspace any more; an admin can install me again."


class NotInstalled(PlaceGone):
    """The bot has no token for a workspace."""

    def __init__(self, sentence: str = REMOVED) -> None:
        super().__init__(sentence)


class Workspaces(Protocol):
    """The workspaces by team id; an organisation's id where the app is installed for the whole of one."""

    async def begin(self) -> None:
        """Get ready for deliveries; raises SlackApiError or ClientError for a token that is not good."""
        ...

    async def identity(self, team: str) -> Identity:
        """Who the bot is in a workspace, at once; raises NotInstalled where it is not (any more)."""
        ...

    async def of(self, team: str) -> Workspace:
        """A workspace; raises UserFacingError where the bot is not installed (any more)."""
        ...

    async def changed(self, change: AppChange) -> None:
        """Take note of what happened to an installation."""
        ...

    async def settle(self) -> None:
        """Wait for what is under way."""
        ...


class OneWorkspace:
    """The workspace of one bot token, whatever its team."""

    def __init__(self, token: str, base_url: str) -> None:
        self._token = token
        self._base_url = base_url
        self._known: Workspace | None = None
        self._asking = asyncio.Lock()

    async def begin(self) -> None:
        """Ask who the bot is, so that a wrong token is told now and not at the first message."""
        await self.of("")

    async def identity(self, team: str) -> Identity:
        """Who the bot is."""
        workspace = await self.of(team)
        return Identity(workspace.bot_user, workspace.bot, workspace.app)

    async def changed(self, change: AppChange) -> None:
        """Say in the log that the token is gone; it is the admin's to set another."""
        if change.ends_access:
            logger.error(
                "app_uninstalled",
                tenant=change.tenant,
                hint="SLACK_BOT_TOKEN is dead: install the app again, set its new token, restart",
            )
        log_taken_away(change)

    async def settle(self) -> None:
        """Nothing is ever under way."""

    async def of(self, team: str) -> Workspace:  # noqa: ARG002 - a token belongs to one workspace
        """The workspace; who the bot is there is asked once."""
        async with self._asking:
            if self._known is None:
                self._known = await open_workspace(self._token, self._base_url)
            return self._known


class OneAndOthers:
    """The workspace of one bot token, and the others."""

    def __init__(self, one: OneWorkspace, others: Workspaces) -> None:
        self._one = one
        self._others = others

    async def begin(self) -> None:
        """Get ready for deliveries."""
        await self._one.begin()
        await self._others.begin()

    async def identity(self, team: str) -> Identity:
        """Who the bot is in a workspace."""
        return await (await self._that_has(team)).identity(team)

    async def of(self, team: str) -> Workspace:
        """A workspace."""
        return await (await self._that_has(team)).of(team)

    async def changed(self, change: AppChange) -> None:
        """Tell the one that it happened to."""
        await (await self._that_has(change.tenant)).changed(change)

    async def settle(self) -> None:
        """Wait for what is under way."""
        await self._others.settle()

    async def _that_has(self, team: str) -> Workspaces:
        return self._one if (await self._one.of(team)).team == team else self._others


def log_taken_away(change: AppChange) -> None:
    """Say in the log that an organisation keeps the bot out of some workspaces; its token stays good."""
    if change.kind == "access_revoked":
        logger.warning("workspaces_taken_away", tenant=change.tenant, workspaces=change.teams)


async def open_workspace(token: str, base_url: str) -> Workspace:
    """Ask Slack who the bot of a token is; raises SlackApiError for a token that is not good."""
    reading = repeatable(token, base_url)
    who = await reading.auth_test()
    bot = await reading.bots_info(bot=who["bot_id"], team_id=who["team_id"])
    return Workspace(
        team=who["team_id"],
        bot_user=who["user_id"],
        bot=who["bot_id"],
        app=bot["bot"].get("app_id", ""),
        reading=reading,
        posting=once(token, base_url),
        site=str(who.get("url") or SITE),
        org_wide=who.get("is_enterprise_install") is True,
    )
