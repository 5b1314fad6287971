"""What was allowed and refused, to whom: append-only, each line bound to the one before it.

Only what is too old goes, from the front.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

import orjson
from pydantic import BaseModel, ConfigDict

from core.storage.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS audit (number INTEGER PRIMARY KEY, at REAL NOT NULL, line TEXT NOT NULL,
    digest TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS audit_by_time ON audit (at);
CREATE TABLE IF NOT EXISTS audit_head (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL,
    digest TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS audit_foot (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL,
    digest TEXT NOT NULL);
CREATE TRIGGER IF NOT EXISTS audit_is_not_changed BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit is not changed'); END;
DROP TRIGGER IF EXISTS audit_is_not_removed;
CREATE TRIGGER IF NOT EXISTS audit_is_removed_in_order BEFORE DELETE ON audit
    WHEN OLD.number > coalesce((SELECT number FROM audit_foot), 0)
    BEGIN SELECT RAISE(ABORT, 'nothing is removed from the audit'); END;
"""

BEGINNING = "0" * 64
"""Stands in the place of the digest before the first line."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a person does or tries: ids only, never what somebody wrote.

    ``permission`` is what it takes, ``subject`` what it is done to (an artifact, a role, a run).
    """

    person: str
    channel: str
    permission: str
    subject: str = ""
    run_id: str = ""


class AuditLine(BaseModel):
    """One line; ``at`` is in UTC, ``digest`` is over this line and the digest of the one before."""

    model_config = ConfigDict(frozen=True)

    number: int
    at: datetime
    allowed: bool
    person: str
    channel: str
    permission: str
    subject: str
    run_id: str
    digest: str


class AuditLog:
    """Blocking calls; safe for several threads and processes."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def record(self, act: Act, *, allowed: bool) -> None:
        """Add a line."""
        with self._database.transaction() as connection:
            number, before = _head(connection)
            at = self._clock()
            line = _line(number + 1, at, act, allowed=allowed)
            digest = _digest(before, line)
            connection.execute("INSERT INTO audit VALUES (?, ?, ?, ?)", (number + 1, at, line, digest))
            connection.execute("INSERT OR REPLACE INTO audit_head VALUES (1, ?, ?)", (number + 1, digest))

    def lines(self, since: datetime) -> Iterator[AuditLine]:
        """The lines from a moment on, the oldest first."""
        rows = self._database.read("SELECT * FROM audit WHERE at >= ? ORDER BY number", (since.timestamp(),))
        return (AuditLine(**orjson.loads(row["line"]), digest=row["digest"]) for row in rows)

    def delete_before(self, moment: datetime) -> int:
        """Remove the oldest lines, up to the first that is not older; their number.

        The digest of the last one is kept: the chain goes on from there. That they were removed is a line.
        """
        with self._database.transaction() as connection:
            last = connection.execute(
                "SELECT number, digest FROM audit WHERE number < "
                "coalesce((SELECT min(number) FROM audit WHERE at >= ?), "
                "(SELECT max(number) + 1 FROM audit)) ORDER BY number DESC LIMIT 1",
                (moment.timestamp(),),
            ).fetchone()
            if last is None:
                return 0
            connection.execute("INSERT OR REPLACE INTO audit_foot VALUES (1, ?, ?)", tuple(last))
            removed = connection.execute("DELETE FROM audit WHERE number <= ?", (last["number"],)).rowcount
        self.record(Act("", "", "audit.expire", f"up to line {last['number']}"), allowed=True)
        return removed

    def broken_at(self) -> int | None:
        """The number of the first line that is missing or is not as it was written; None if all is whole."""
        rows = self._database.read("SELECT * FROM audit ORDER BY number")
        foot = self._database.read("SELECT number, digest FROM audit_foot")
        removed, before = tuple(foot[0]) if foot else (0, BEGINNING)
        for number, row in enumerate(rows, removed + 1):
            if row["number"] != number or row["digest"] != _digest(before, row["line"]):
                return number
            before = row["digest"]
        head = self._database.read("SELECT number, digest FROM audit_head")
        last = removed + len(rows)
        whole = not last if not head else (head[0]["number"], head[0]["digest"]) == (last, before)
        return None if whole else last + 1


def _head(connection: sqlite3.Connection) -> tuple[int, str]:
    row = connection.execute("SELECT number, digest FROM audit_head").fetchone()
    return (row["number"], row["digest"]) if row else (0, BEGINNING)


def _line(number: int, at: float, act: Act, *, allowed: bool) -> str:
    """A line as it is kept, the same for the same content."""
    content = {
        "number": number,
        "at": datetime.fromtimestamp(at, UTC).isoformat(),
        "allowed": allowed,
        "person": act.person,
        "channel": act.channel,
        "permission": act.permission,
        "subject": act.subject,
        "run_id": act.run_id,
    }
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS).decode()


def _digest(before: str, line: str) -> str:
    return sha256(f"{before}\n{line}".encode()).hexdigest()
