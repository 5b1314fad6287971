"""What a token may do."""

from dataclasses import dataclass
from typing import Literal

from tests.adapters.slack.workspace.slack_error import SlackError

BOT_SCOPES = frozenset(
    {
        "app_mentions:read",
        "assistant:write",
        "channels:history",
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "mpim:history",
        "mpim:read",
        "reactions:write",
        "team:read",
        "usergroups:read",
        "users:read",
    }
)
"""Enough for everything here but e-mail addresses and channels without being a member."""

EXPIRES_IN = 43_200
"""Seconds that a rotated token lives: https://docs.slack.dev/authentication/using-token-rotation."""


@dataclass
class Grant:
    """A token. ``expires_at`` and ``refresh_token`` are set where tokens rotate."""

    token: str
    kind: Literal["bot", "app"]
    team: str
    scopes: frozenset[str]
    state: Literal["active", "revoked", "inactive"] = "active"
    expires_at: float | None = None
    refresh_token: str = ""

    @property
    def provided(self) -> str:
        return ",".join(sorted(self.scopes))

    def check(self, now: float) -> None:
        """Refuse a token that is not good any more.

        ``account_inactive`` follows an uninstall, ``token_revoked`` a revoked token, ``token_expired`` half a
        day without rotation: the error lists of every method on docs.slack.dev.
        """
        if self.state != "active":
            raise SlackError("account_inactive" if self.state == "inactive" else "token_revoked")
        if self.expires_at is not None and now >= self.expires_at:
            raise SlackError("token_expired")

    def require(self, *scopes: str) -> None:
        """Refuse a token that has none of these scopes."""
        if self.scopes.isdisjoint(scopes):
            raise SlackError("missing_scope", needed=",".join(scopes), provided=self.provided)
