"""What is put on record of tokens: who got, renewed, lost or wrongly showed some, and never a token."""

import time
from collections.abc import Callable

from core.access.audit import Act, AuditLog
from core.access.secret_digest import secret_digest
from core.access.token_families import Family
from core.one_line import one_line

REFUSALS_SECONDS = 60.0
"""How long further refusals of the same person for the same reason are not lines of their own."""

LONGEST = 200
MOST = 1_000
"""Refusals that are remembered, so that they are not told again."""


class TokenAudit:
    """Lines whose subject tells tokens of one family from others: an id that opens nothing.

    Anybody may send what is no token, again and again: of refusals that are the same there is a line a
    minute, so that nobody can fill the audit. Those in which nobody is named by a signature have no person.
    """

    def __init__(self, audit: AuditLog, clock: Callable[[], float] = time.time) -> None:
        self._audit = audit
        self._clock = clock
        self._refusals: dict[tuple[str, str], float] = {}

    def created(self, family: Family) -> None:
        """Tokens were given."""
        self._record(family.person, "token.create", _id(family))

    def not_created(self, person: str) -> None:
        """Somebody is to get none."""
        self._record(person, "token.create", allowed=False)

    def refreshed(self, family: Family) -> None:
        """Tokens were renewed."""
        self._record(family.person, "token.refresh", _id(family))

    def revoked(self, family: Family) -> None:
        """Tokens ended before their time."""
        self._record(family.person, "token.revoke", _id(family))

    def all_revoked(self, person: str) -> None:
        """All tokens of a person ended before their time."""
        self._record(person, "token.revoke", "all")

    def refused(self, person: str, reason: str) -> None:
        """A token or code was not taken; ``person`` is empty where nobody knows whose it is."""
        now, refusal = self._clock(), (person, reason)
        if now < self._refusals.get(refusal, 0.0):
            return
        if len(self._refusals) >= MOST:
            self._refusals = {each: until for each, until in self._refusals.items() if now < until}
        if len(self._refusals) < MOST:
            self._refusals[refusal] = now + REFUSALS_SECONDS
            self._record(person, "token.refused", reason, allowed=False)

    def _record(self, person: str, permission: str, subject: str = "", *, allowed: bool = True) -> None:
        """The channel is empty: tokens are for none."""
        act = Act(one_line(person, LONGEST), "", permission, one_line(subject, LONGEST))
        self._audit.record(act, allowed=allowed)


def _id(family: Family) -> str:
    """Sixteen digits; the id that tokens carry is none of them."""
    return secret_digest(family.id)[:16]
