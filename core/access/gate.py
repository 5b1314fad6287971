"""The check that stands at every way in: what it lets through and what it refuses is on record."""

from core.access.audit import Act, AuditLog
from core.access.authorizer import Authorizer
from core.errors import AccessRefused


class Gate:
    """Blocking calls. Listings that only show what is open ask the authorizer."""

    def __init__(self, authorizer: Authorizer, audit: AuditLog) -> None:
        self.authorizer = authorizer
        self._audit = audit

    def require(self, act: Act) -> None:
        """Raise AccessRefused unless it is allowed."""
        if not self.admits(act):
            raise AccessRefused

    def admits(self, act: Act) -> bool:
        """Whether it is allowed."""
        return self.decided(act, allowed=self.authorizer.allows(act.person, act.channel, act.permission))

    def hands_out(self, act: Act, *classes: str) -> bool:
        """Whether a person may read the artifact ``act.subject``, which is of these classes."""
        return self.decided(act, allowed=self.authorizer.shows(act.person, act.channel, *classes))

    def decided(self, act: Act, *, allowed: bool) -> bool:
        """Put on record what was decided elsewhere; the decision."""
        self._audit.record(act, allowed=allowed)
        return allowed
