"""Which answers are being streamed, so that one that nobody ends is found, ended and taken away."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from adapters.teams.post_records import PostRecords
from core.chat.door_database import DoorDatabase
from core.chat.forgotten import Forgotten

SCHEMA = """
CREATE TABLE IF NOT EXISTS teams_streams (
    key TEXT PRIMARY KEY, thread TEXT NOT NULL, message TEXT NOT NULL, text TEXT NOT NULL, at REAL NOT NULL);
"""

TEXT_SECONDS = 3600
"""Teams ends a stream by itself after two minutes: then nobody needs its text to end it."""

KEPT_SECONDS = 30 * 24 * 3600
"""A service that was down for long still takes away what it left."""


@dataclass(frozen=True, slots=True)
class Streamed:
    """A message that was begun. ``text`` is the most that it may show: its end has to begin with that."""

    thread: str
    message: str
    text: str


class StreamRecords:
    """One message an answer; ended, it is the post. Blocking calls."""

    def __init__(
        self, database: DoorDatabase, posts: PostRecords, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._posts = posts
        self._clock = clock
        database.create(SCHEMA)

    def stands_otherwise(self, key: str) -> bool:
        """Whether the post with a key was begun as an ordinary one."""
        return self._posts.begun(key)

    def began(self, key: str, thread: str, message: str) -> None:
        """Note where a message stands; ``thread`` and ``message`` as in a MessageRef."""
        sql = "INSERT OR REPLACE INTO teams_streams VALUES (?, ?, ?, '', ?)"
        self._database.write(sql, (key, thread, message, self._clock()))

    def shows(self, key: str, text: str) -> None:
        """Note what a message is about to show."""
        self._database.write("UPDATE teams_streams SET text = ? WHERE key = ?", (text, key))

    def unfinished(self, key: str) -> Streamed | None:
        """What was begun under a key and never became the post."""
        rows = self._database.read("SELECT thread, message, text FROM teams_streams WHERE key = ?", (key,))
        return Streamed(*rows[0]) if rows else None

    def forget(self, key: str) -> None:
        """The message does not stand any more."""
        self._database.write("DELETE FROM teams_streams WHERE key = ?", (key,))

    def drop(self, forgotten: Forgotten) -> None:
        """Keep nothing of what was shown and never became a post."""
        rows = self._database.read("SELECT key FROM teams_streams WHERE thread = ?", (str(forgotten.thread),))
        for row in rows:
            if forgotten.holds(row["key"]):
                self.forget(row["key"])

    def end(self, key: str, parts: int) -> None:
        """From now on the message is the first one of the post, which has so many."""
        with self._database.transaction() as connection:
            for thread, message in connection.execute(
                "DELETE FROM teams_streams WHERE key = ? RETURNING thread, message", (key,)
            ).fetchall():
                self._posts.stand(connection, key, parts, thread, message)

    def sweep(self) -> None:
        """Remove the texts that nobody needs any more, and what is too old."""
        now = self._clock()
        self._database.write("UPDATE teams_streams SET text = '' WHERE at < ?", (now - TEXT_SECONDS,))
        self._database.write("DELETE FROM teams_streams WHERE at < ?", (now - KEPT_SECONDS,))
