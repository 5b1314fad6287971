"""The policy as it is now: what its file says, and what was changed in chats since."""

import sqlite3
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path

import structlog

from core.access.permissions import matching
from core.access.policy import Policy
from core.access.policy_change import MadeChange, PolicyChange
from core.access.policy_file import load_policy
from core.errors import UserFacingError
from core.storage.database import Database

logger = structlog.get_logger()

SCHEMA = """
CREATE TABLE IF NOT EXISTS policy_changes (
    number INTEGER PRIMARY KEY, at REAL NOT NULL, by TEXT NOT NULL, why TEXT NOT NULL, change TEXT NOT NULL);
"""


class PolicyBook:
    """Blocking calls, but for ``policy``: that is at hand. Several processes may write in one book."""

    def __init__(self, path: Path, database: Database, clock: Callable[[], float] = time.time) -> None:
        """Raises UserFacingError for a file that cannot be used."""
        self._path = path
        self._database = database
        self._clock = clock
        database.create(SCHEMA)
        self._file = load_policy(path)
        self._seen = 0
        self._policy = self._file
        self.refresh()

    @property
    def policy(self) -> Policy:
        """The policy as it was known at the last look."""
        return self._policy

    def refresh(self) -> None:
        """Take in what other processes have changed."""
        changes = self.changes()
        if changes and changes[-1].number != self._seen:
            self._take(changes)

    def reload(self) -> None:
        """Read the file anew; raises UserFacingError, and leaves all as it was, where it cannot be used."""
        self._file = load_policy(self._path)
        self._take(self.changes())

    def changes(self) -> list[MadeChange]:
        """All changes, the oldest first."""
        return [_read(row) for row in self._database.read("SELECT * FROM policy_changes ORDER BY number")]

    def change(self, change: PolicyChange, *, by: str, why: str) -> MadeChange:
        """Change the policy.

        Raises UserFacingError, and changes nothing, where it is so already or nobody could change it back.
        """
        with self._database.transaction() as connection:
            rows = connection.execute("SELECT * FROM policy_changes ORDER BY number").fetchall()
            before = self._folded(map(_read, rows))
            after = change.applied_to(before)
            _check(before, after)
            made = MadeChange(
                number=len(rows) + 1,
                at=datetime.fromtimestamp(self._clock(), UTC),
                by=by,
                why=why,
                change=change,
            )
            connection.execute(
                "INSERT INTO policy_changes VALUES (?, ?, ?, ?, ?)",
                (made.number, made.at.timestamp(), by, why, change.model_dump_json()),
            )
        self._policy, self._seen = after, made.number
        return made

    def _take(self, changes: list[MadeChange]) -> None:
        self._policy = self._folded(changes)
        self._seen = changes[-1].number if changes else 0

    def _folded(self, changes: Iterable[MadeChange]) -> Policy:
        return reduce(_applied, changes, self._file)


def _applied(policy: Policy, made: MadeChange) -> Policy:
    """One change; one that does not fit the file any more is left out, for nobody gains by it."""
    try:
        return made.change.applied_to(policy)
    except UserFacingError as error:
        logger.warning("policy_change_left_out", number=made.number, reason=str(error))
        return policy


def _check(before: Policy, after: Policy) -> None:
    if after == before:
        raise UserFacingError("It is so already; nothing was changed.")
    if _can_be_changed(before) and not _can_be_changed(after):
        raise UserFacingError(
            "Then nobody could change the policy any more; give somebody else a role with admin.grant first."
        )


def _can_be_changed(policy: Policy) -> bool:
    """Whether somebody who is named holds the right to change it, in a channel where that may be done."""
    channels = (binding for binding in policy.channels.values() if _grants(binding.allow))
    people = [role for roles in policy.people.values() for role in roles if _grants(policy.known_roles[role])]
    return any(binding.counts(role) for binding in channels for role in people)


def _grants(patterns: Iterable[str]) -> bool:
    return matching(patterns).fullmatch("admin.grant") is not None


def _read(row: sqlite3.Row) -> MadeChange:
    return MadeChange(
        number=row["number"],
        at=datetime.fromtimestamp(row["at"], UTC),
        by=row["by"],
        why=row["why"],
        change=PolicyChange.model_validate_json(row["change"]),
    )
