"""The parts of Teams' answers about people that are read."""

import re

from pydantic import Field

from adapters.teams.arrivals.shapes import Shape, Text

_ADDRESS = re.compile(r"[^\s@<>\"#]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
_INVITED = "#ext#"
"""Stands in the sign-in names of people whom a tenant has invited, before the tenant's own domain."""


class MemberShape(Shape):
    """Somebody in a conversation. ``object_id`` is the older name of ``aad_object_id``."""

    id: Text | None = None
    aad_object_id: Text | None = None
    object_id: Text | None = None
    tenant_id: Text | None = None
    user_principal_name: Text | None = None
    user_role: Text | None = None

    @property
    def ids(self) -> frozenset[str]:
        """All ids that they are known by."""
        return frozenset(filter(None, (self.id, self.aad_object_id, self.object_id)))

    @property
    def invited(self) -> bool:
        """Whether they have no sign-in name of this tenant's own."""
        name = (self.user_principal_name or "").lower()
        return not name or _INVITED in name

    @property
    def address(self) -> str:
        """Their sign-in name in lower case, where it is an address; empty without one.

        Entra has verified its domain for the tenant. The mail address of somebody is whatever an admin of
        their tenant wrote there.
        """
        given = (self.user_principal_name or "").lower()
        return given if _ADDRESS.fullmatch(given) else ""


class PageShape(Shape):
    """Some of the people in a conversation, and what brings the next ones; nothing does at the end."""

    members: list[MemberShape] = Field(default_factory=list)
    continuation_token: str | None = None
