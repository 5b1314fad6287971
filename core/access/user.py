"""Whoever calls with a token."""

from pydantic import BaseModel, ConfigDict

from core.access.permissions import matching


class User(BaseModel):
    """A person as the policy knows them at the moment.

    ``user_id`` is their name in the policy: ``platform:tenant:id``, or that of a user. ``email`` is empty
    where no platform vouches for one. ``permissions`` are patterns, and the person's side only: a channel has
    to allow the same.
    """

    model_config = ConfigDict(frozen=True)

    user_id: str
    email: str = ""
    roles: list[str]
    permissions: list[str]

    def has_permission(self, permission: str) -> bool:
        """Whether one of the patterns covers it."""
        return matching(self.permissions).fullmatch(permission) is not None
