"""Who of a workspace's people is a guest, from the list of all of them."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import partial

import structlog
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.channel_teams import teams_of
from adapters.slack.directory.member import Member
from adapters.slack.directory.pages import PAGE, pages
from adapters.slack.directory.people import People
from adapters.slack.directory.shapes import PersonShape
from adapters.slack.workspace import Workspace

logger = structlog.get_logger()

FRESH_SECONDS = 3600
"""A full member who is made a guest is noticed that late; who is new is not on the list, and asked for."""

MOST_PAGES = 20
"""As many as Slack gives in a minute (tier 2). Who stands behind them is asked for one by one."""


class Roster:
    """Whether somebody is a guest, by their id; raises what the calls raise."""

    def __init__(self, people: People, clock: Callable[[], float] = time.monotonic) -> None:
        self._people = people
        self._clock = clock
        self._known: dict[str, tuple[float, Mapping[str, bool]]] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    def known(self, workspace: Workspace) -> Mapping[str, bool]:
        """What was listed within the hour; nothing if nothing was."""
        at, found = self._known.get(workspace.team, (0.0, {}))
        return found if found and self._clock() - at < FRESH_SECONDS else {}

    async def of(self, workspace: Workspace) -> Mapping[str, bool]:
        """The list, read anew if it is older than an hour."""
        async with self._asking[workspace.team]:
            if not self.known(workspace):
                self._known[workspace.team] = self._clock(), await self._read(workspace)
        return self._known[workspace.team][1]

    async def _read(self, workspace: Workspace) -> dict[str, bool]:
        found: dict[str, bool] = {}
        count, own = 0, await self._people.own(workspace)
        for team in await teams_of(workspace):
            async for page in pages(partial(_page, workspace, team)):
                listed = (PersonShape.model_validate(each) for each in page.get("members") or ())
                found |= {each.id: Member.of(each, own).guest for each in listed}
                count += 1
                if count == MOST_PAGES:
                    logger.warning("roster_cut_short", tenant=workspace.team, people=len(found))
                    return found
        return found


async def _page(workspace: Workspace, team: str, cursor: str) -> AsyncSlackResponse:
    return await workspace.reading.users_list(team_id=team, limit=PAGE, cursor=cursor)
