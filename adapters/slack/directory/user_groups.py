"""Which user groups people are in."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Mapping

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.channel_teams import teams_of
from adapters.slack.directory.shapes import UserGroupShape
from adapters.slack.refusal import refusal
from adapters.slack.workspace import Workspace

logger = structlog.get_logger()

FRESH_SECONDS = 60
"""One list serves all who speak within a minute. A longer memory would have rights outlive a group longer."""

NONE = frozenset({"missing_scope", "plan_upgrade_required"})
"""Slack's words where there are no groups, or none that the bot may see. Nobody has a role by them then."""


class UserGroups:
    """The groups of a whole workspace come in one call; raises what the calls raise."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[str, tuple[float, Mapping[str, frozenset[str]]]] = {}
        self._asking: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def of(self, workspace: Workspace, user: str) -> frozenset[str]:
        """The ids of the groups that somebody is in; disabled ones do not count."""
        async with self._asking[workspace.team]:
            known = self._known.get(workspace.team)
            if known is None or self._clock() - known[0] >= FRESH_SECONDS:
                known = self._clock(), await _by_person(workspace)
                self._known[workspace.team] = known
        return known[1].get(user, frozenset())


async def _by_person(workspace: Workspace) -> Mapping[str, frozenset[str]]:
    """The groups of each person who is in one."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for team in await teams_of(workspace):
        for group in await _listed(workspace, team):
            for user in group.users if group.counts else ():
                found[user].add(group.id)
    return {user: frozenset(groups) for user, groups in found.items()}


async def _listed(workspace: Workspace, team: str) -> list[UserGroupShape]:
    try:
        answer = await workspace.reading.usergroups_list(include_users=True, team_id=team)
    except SlackApiError as error:
        if refusal(error) not in NONE:
            raise
        logger.warning("user_groups_not_listed", tenant=workspace.team, reason=refusal(error))
        return []
    return [UserGroupShape.model_validate(each) for each in answer.get("usergroups") or ()]
