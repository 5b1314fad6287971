"""Which workspace of an organisation a channel is in."""

from adapters.slack.workspace import Workspace
from core.chat.thread_ref import ChannelRef

MOST = 20
"""Workspaces of an organisation that are asked about one thing."""


class ChannelTeams:
    """The ``team_id`` of calls that ask for it when the token is an organisation's.

    What was found out is kept in memory only: it is found out again in one call or a few.
    """

    def __init__(self) -> None:
        self._known: dict[ChannelRef, str] = {}

    async def of(self, workspace: Workspace, channel: ChannelRef) -> list[str]:
        """The workspaces to ask about a channel, in this order; raises SlackApiError and ClientError."""
        known = self._known.get(channel) if workspace.org_wide else None
        return [known] if known else await teams_of(workspace)

    def note(self, channel: ChannelRef, team: str) -> None:
        """Something of the channel was found in this workspace."""
        self._known[channel] = team

    def forget(self, channel: ChannelRef) -> None:
        """The workspace that was known does not answer for the channel any more."""
        self._known.pop(channel, None)


async def teams_of(workspace: Workspace) -> list[str]:
    """The workspace itself, or those of an organisation; raises SlackApiError and ClientError."""
    if not workspace.org_wide:
        return [workspace.team]
    answer = await workspace.reading.auth_teams_list(limit=MOST)
    return [str(team["id"]) for team in answer.get("teams") or ()]
