"""The parts of Slack's answers about people, user groups and channels that are read."""

import re
from typing import Any

from pydantic import Field

from adapters.slack.arrivals.shapes import Id, MaybeId, Shape, Text

_ADDRESS = re.compile(r"[^\s@<>\"]+@[a-z0-9-]+(\.[a-z0-9-]+)+")


class EnterpriseShape(Shape):
    """Somebody in an Enterprise Grid organisation; ``teams`` are their workspaces in it."""

    enterprise_id: MaybeId = None
    teams: list[Id] | None = None


class ProfileShape(Shape):
    """What stands in somebody's profile; the address only with the scope for it."""

    email: Text | None = None


class PersonShape(Shape):
    """A person or bot. Slack leaves out what it does not know or does not say of people elsewhere."""

    id: Id
    team_id: MaybeId = None
    deleted: bool | None = None
    is_bot: bool | None = None
    is_restricted: bool | None = None
    is_ultra_restricted: bool | None = None
    is_stranger: bool | None = None
    is_email_confirmed: bool | None = None
    enterprise_user: EnterpriseShape | None = None
    profile: ProfileShape | None = None

    @property
    def homes(self) -> set[str]:
        """The workspaces and the organisation that they belong to."""
        enterprise = self.enterprise_user or EnterpriseShape()
        return {each for each in (self.team_id, enterprise.enterprise_id, *(enterprise.teams or ())) if each}

    @property
    def address(self) -> str:
        """Their address in lower case, unless Slack says that it is not confirmed; empty without one."""
        given = ((self.profile or ProfileShape()).email or "").lower()
        sound = self.is_email_confirmed is not False and _ADDRESS.fullmatch(given)
        return given if sound else ""


class UserGroupShape(Shape):
    """A user group. ``date_delete`` is when it was disabled; an external one is another organisation's."""

    id: Id
    date_delete: int | None = None
    is_external: bool | None = None
    users: list[Id] = Field(default_factory=list)

    @property
    def counts(self) -> bool:
        """Whether it is in use, and of this organisation."""
        return not self.date_delete and not self.is_external


class ConversationShape(Shape):
    """A channel, group message or direct message; ``user`` is the other one in a direct message."""

    is_im: bool | None = None
    is_mpim: bool | None = None
    is_shared: bool | None = None
    is_org_shared: bool | None = None
    is_ext_shared: bool | None = None
    is_pending_ext_shared: bool | None = None
    pending_shared: list[Any] | None = None
    pending_connected_team_ids: list[Any] | None = None
    user: MaybeId = None

    @property
    def is_connected(self) -> bool:
        """Whether another organisation takes part, or was invited to."""
        invited = self.is_pending_ext_shared or self.pending_shared or self.pending_connected_team_ids
        return bool(self.is_ext_shared or invited or (self.is_shared and not self.is_org_shared))
