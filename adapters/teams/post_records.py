"""Which messages of the bot stand in Teams, which offers no reading back of those that got lost."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from sqlite3 import Connection

from core.chat.door_database import DoorDatabase
from core.chat.thread_ref import ChannelRef, ThreadRef

SCHEMA = """
CREATE TABLE IF NOT EXISTS teams_posts (
    key TEXT NOT NULL, part INTEGER NOT NULL, parts INTEGER NOT NULL, thread TEXT, message TEXT,
    at REAL NOT NULL, PRIMARY KEY (key, part));
CREATE INDEX IF NOT EXISTS teams_posts_by_message ON teams_posts (message);
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """One message of a post: whether sending it was attempted, and where it stands if that is known."""

    attempted: bool
    thread: str | None = None
    message: str | None = None


class PostRecords:
    """A post is one message or several parts; it stands when all of them do. Blocking calls."""

    def __init__(self, database: DoorDatabase, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def begin(self, key: str, part: int, parts: int) -> Standing:
        """Announce a message; what is known of an earlier attempt at it."""
        fresh = self._database.write(
            "INSERT OR IGNORE INTO teams_posts VALUES (?, ?, ?, NULL, NULL, ?)",
            (key, part, parts, self._clock()),
        )
        row = self._database.read("SELECT * FROM teams_posts WHERE key = ? AND part = ?", (key, part))[0]
        return Standing(fresh == 0, row["thread"], row["message"])

    def sent(self, key: str, part: int, thread: str, message: str) -> None:
        """Note where a message stands; ``thread`` and ``message`` as in a MessageRef."""
        self._database.write(
            "UPDATE teams_posts SET thread = ?, message = ? WHERE key = ? AND part = ?",
            (thread, message, key, part),
        )

    def unsent(self, key: str, part: int) -> None:
        """A message that was announced was not sent, for certain."""
        self._database.write(
            "DELETE FROM teams_posts WHERE key = ? AND part = ? AND message IS NULL", (key, part)
        )

    def became_another(self, thread: str, message: str) -> bool:
        """Whether an answer, or something else, took the place of the progress card that was posted there."""
        rows = self._database.read(
            "SELECT 1 FROM teams_posts WHERE message = ? AND thread = ? "
            "AND key NOT LIKE '%:progress' LIMIT 1",
            (message, thread),
        )
        return bool(rows)

    def retract(self, key: str) -> None:
        """Nothing stands under this key, for certain: it may be posted elsewhere."""
        self._database.write("DELETE FROM teams_posts WHERE key = ?", (key,))

    def begun(self, key: str) -> bool:
        """Whether sending any message of a post was attempted."""
        return bool(self._database.read("SELECT 1 FROM teams_posts WHERE key = ? LIMIT 1", (key,)))

    def stand(self, connection: Connection, key: str, parts: int, thread: str, message: str) -> None:
        """In a transaction: a message that was made otherwise is the first one of a post of ``parts``."""
        row = (key, 0, parts, thread, message, self._clock())
        connection.execute("INSERT OR REPLACE INTO teams_posts VALUES (?, ?, ?, ?, ?, ?)", row)

    def whole(self, key: str) -> Standing | None:
        """Where a post begins, if all of its parts are known to stand."""
        rows = self._database.read(
            "SELECT * FROM teams_posts WHERE key = ? AND message IS NOT NULL ORDER BY part", (key,)
        )
        if not rows or len(rows) != rows[0]["parts"]:
            return None
        return Standing(attempted=True, thread=rows[0]["thread"], message=rows[0]["message"])

    def thread_of(self, channel: ChannelRef, message: str) -> ThreadRef | None:
        """The thread that a message of the bot stands in; its post can be pressed on.

        Ids of messages are moments: two conversations may have the same one.
        """
        rows = self._database.read("SELECT thread FROM teams_posts WHERE message = ?", (message,))
        threads = (ThreadRef.parse(row["thread"]) for row in rows)
        return next((thread for thread in threads if thread.channel == channel), None)

    def thread_of_run(self, key: str) -> str | None:
        """The thread that the first post of the same run began: the part of a key before its colon."""
        run = key.partition(":")[0]
        rows = self._database.read(
            "SELECT thread FROM teams_posts WHERE key >= ? AND key < ? AND thread IS NOT NULL "
            "ORDER BY rowid LIMIT 1",
            (f"{run}:", f"{run};"),
        )
        return str(rows[0]["thread"]) if rows else None

    def sweep(self, seconds: float) -> None:
        """Remove what is older than so many seconds."""
        self._database.write("DELETE FROM teams_posts WHERE at < ?", (self._clock() - seconds,))
