"""The people that a workspace sees, asked for one by one."""

from slack_sdk.errors import SlackApiError

from adapters.slack.directory.member import Member
from adapters.slack.directory.shapes import PersonShape
from adapters.slack.refusal import refusal
from adapters.slack.workspace import Workspace

UNSEEN = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
"""Slack's words for somebody whom the workspace does not see."""


class People:
    """Asks Slack; raises SlackApiError, ClientError, TimeoutError and ValidationError."""

    def __init__(self) -> None:
        self._own: dict[str, frozenset[str]] = {}

    async def find(self, workspace: Workspace, user: str) -> Member | None:
        """Somebody by Slack's id; None for one whom the workspace does not see."""
        try:
            answer = await workspace.reading.users_info(user=user)
        except SlackApiError as error:
            if refusal(error) in UNSEEN:
                return None
            raise
        return Member.of(PersonShape.model_validate(answer["user"]), await self.own(workspace))

    async def own(self, workspace: Workspace) -> frozenset[str]:
        """The ids of a workspace and of the organisation that it is part of, asked for once."""
        if workspace.team not in self._own:
            answer = await workspace.reading.auth_test()
            given = (workspace.team, answer.get("enterprise_id"))
            self._own[workspace.team] = frozenset(str(each) for each in given if each)
        return self._own[workspace.team]
