"""Whether there are guests in a channel."""

import asyncio
import time
from collections.abc import Callable
from functools import partial

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.directory.pages import PAGE, pages
from adapters.slack.directory.people import People
from adapters.slack.directory.roster import Roster
from adapters.slack.refusal import refusal
from adapters.slack.workspace import Workspace

logger = structlog.get_logger()

MOST_PAGES = 4
"""Of members of a channel; in a larger one nobody looks."""

FEW = 20
"""So many people are asked for one by one; for more, the list of all people is read."""

SECONDS = 30.0
"""How long somebody's message may wait for this."""


class TooMany(Exception):  # noqa: N818 - it says what is so
    """It would take more calls than one message is worth."""


class Guests:
    """Compares a channel's members with the workspace's people; raises what the calls raise."""

    def __init__(self, people: People, clock: Callable[[], float] = time.monotonic) -> None:
        self._people = people
        self._roster = Roster(people, clock)

    async def are_in(self, workspace: Workspace, channel: str) -> bool:
        """Whether a channel has guests; where that is not to be found out, that there are."""
        try:
            async with asyncio.timeout(SECONDS):
                return await self._found(workspace, await _members(workspace, channel))
        except (TooMany, TimeoutError) as error:
            logger.warning("guests_not_counted", channel=channel, reason=type(error).__name__)
        except SlackApiError as error:
            if refusal(error) != "missing_scope":
                raise
            logger.warning("guests_not_counted", channel=channel, reason=refusal(error))
        return True

    async def _found(self, workspace: Workspace, members: set[str]) -> bool:
        known = self._roster.known(workspace)
        if len(members - known.keys()) > FEW:
            known = await self._roster.of(workspace)
        if any(known.get(each) for each in members):
            return True
        unknown = members - known.keys()
        if len(unknown) > FEW:
            raise TooMany
        for each in sorted(unknown):
            member = await self._people.find(workspace, each)
            if member is None or member.guest:
                return True
        return False


async def _members(workspace: Workspace, channel: str) -> set[str]:
    found: set[str] = set()
    count = 0
    async for page in pages(partial(_page, workspace, channel)):
        found |= {str(each) for each in page.get("members") or ()}
        count += 1
        if count == MOST_PAGES and (page.get("response_metadata") or {}).get("next_cursor"):
            raise TooMany
    return found


async def _page(workspace: Workspace, channel: str, cursor: str) -> AsyncSlackResponse:
    return await workspace.reading.conversations_members(channel=channel, limit=PAGE, cursor=cursor)
