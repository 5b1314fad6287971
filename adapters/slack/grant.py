"""What the bot was granted where it is installed: who it is there, and the tokens."""

from pydantic import BaseModel, ConfigDict, Field

from adapters.slack.arrivals.identity import Identity

RENEWED_AHEAD = 2 * 3600
"""Seconds before its end that a token is exchanged for the next one; Slack lets one live for twelve hours."""


class Grant(BaseModel):
    """One installation.

    ``tenant`` is the workspace, or with ``org_wide`` the organisation; ``site`` is its address in a browser.
    Times are Unix seconds. ``refresh_token`` and ``expires_at`` are set where the app's tokens rotate. The
    tokens show in no repr, and in no error about one that cannot be read.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    tenant: str
    name: str
    org_wide: bool
    bot_user: str
    bot: str
    app: str
    site: str
    installer: str
    installed_at: float
    token: str = Field(repr=False)
    refresh_token: str | None = Field(None, repr=False)
    expires_at: float | None = None

    @property
    def identity(self) -> Identity:
        """Who the bot is there."""
        return Identity(self.bot_user, self.bot, self.app)

    def due(self, now: float) -> bool:
        """Whether it is time for the next token."""
        return self.refresh_token is not None and self._ends_before(now + RENEWED_AHEAD)

    def over(self, now: float) -> bool:
        """Whether Slack does not take the token any more."""
        return self._ends_before(now)

    def _ends_before(self, moment: float) -> bool:
        return self.expires_at is not None and self.expires_at <= moment
