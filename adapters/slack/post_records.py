"""Which messages of the bot stand in Slack, so that none is posted twice."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.chat.door_database import DoorDatabase

SCHEMA = """
DROP TABLE IF EXISTS slack_posts;
CREATE TABLE IF NOT EXISTS slack_messages (
    key TEXT NOT NULL, part INTEGER NOT NULL, parts INTEGER NOT NULL, thread TEXT, ts TEXT,
    at REAL NOT NULL, owes_text INTEGER NOT NULL, PRIMARY KEY (key, part));
"""
"""An earlier table did not say when a message was announced."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One message of a post: whether posting it was attempted, and where it stands if that is known.

    ``at`` is when it was first announced, in seconds since the epoch.
    """

    attempted: bool
    at: float
    thread: str | None = None
    ts: str | None = None


class PostRecords:
    """A post is one message or several parts, and may owe its text as a file. Blocking calls.

    It stands when all of its messages do and nothing is owed.
    """

    def __init__(self, database: DoorDatabase, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def begin(self, key: str, part: int, parts: int, *, owes_text: bool = False) -> Standing:
        """Announce a message; what is known of an earlier attempt at it."""
        fresh = self._database.write(
            "INSERT OR IGNORE INTO slack_messages VALUES (?, ?, ?, NULL, NULL, ?, ?)",
            (key, part, parts, self._clock(), owes_text),
        )
        row = self._database.read("SELECT * FROM slack_messages WHERE key = ? AND part = ?", (key, part))[0]
        return Standing(attempted=fresh == 0, at=row["at"], thread=row["thread"], ts=row["ts"])

    def sent(self, key: str, part: int, thread: str, ts: str) -> None:
        """Note where a message stands."""
        self._database.write(
            "UPDATE slack_messages SET thread = ?, ts = ? WHERE key = ? AND part = ?", (thread, ts, key, part)
        )

    def owe_text(self, key: str, part: int) -> None:
        """Note that a message is going to show less than there is."""
        self._database.write(
            "UPDATE slack_messages SET owes_text = 1 WHERE key = ? AND part = ?", (key, part)
        )

    def owes_text(self, key: str) -> bool:
        """Whether the text of a post is still to follow as a file."""
        sql = "SELECT 1 FROM slack_messages WHERE key = ? AND owes_text LIMIT 1"
        return bool(self._database.read(sql, (key,)))

    def text_given(self, key: str) -> None:
        """Note that nothing is owed any more."""
        self._database.write("UPDATE slack_messages SET owes_text = 0 WHERE key = ?", (key,))

    def begun(self, key: str) -> bool:
        """Whether any message of a post was announced."""
        return bool(self._database.read("SELECT 1 FROM slack_messages WHERE key = ? LIMIT 1", (key,)))

    def stand(
        self,
        connection: sqlite3.Connection,
        key: str,
        messages: Sequence[tuple[str, str]],
        *,
        owes_text: bool,
    ) -> None:
        """Note all messages of a post (thread, ts), in somebody's transaction."""
        rest = (self._clock(), owes_text)
        connection.executemany(
            "INSERT INTO slack_messages VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(key, part, len(messages), *each, *rest) for part, each in enumerate(messages)],
        )

    def thread_of(self, key: str) -> str | None:
        """The thread that the first post of the same run began: the part of a key before its colon."""
        run = key.partition(":")[0]
        rows = self._database.read(
            "SELECT thread FROM slack_messages WHERE key >= ? AND key < ? AND thread IS NOT NULL "
            "ORDER BY rowid LIMIT 1",
            (f"{run}:", f"{run};"),
        )
        return str(rows[0]["thread"]) if rows else None

    def whole(self, key: str) -> Standing | None:
        """Where a post begins, if all of its parts are known to stand and nothing is owed."""
        rows = self._database.read(
            "SELECT * FROM slack_messages WHERE key = ? AND ts IS NOT NULL ORDER BY part", (key,)
        )
        if not rows or len(rows) != rows[0]["parts"] or any(row["owes_text"] for row in rows):
            return None
        return Standing(attempted=True, at=rows[0]["at"], thread=rows[0]["thread"], ts=rows[0]["ts"])

    def sweep(self, seconds: float) -> None:
        """Remove messages that were announced so many seconds ago."""
        self._database.write("DELETE FROM slack_messages WHERE at < ?", (self._clock() - seconds,))
