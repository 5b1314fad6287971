"""Which messages are being streamed, so that one that nobody ends is found and taken away."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from adapters.slack.post_records import PostRecords
from core.chat.door_database import DoorDatabase

SCHEMA = """
CREATE TABLE IF NOT EXISTS slack_streams (
    key TEXT NOT NULL, part INTEGER NOT NULL, thread TEXT NOT NULL, ts TEXT, at REAL NOT NULL,
    PRIMARY KEY (key, part));
"""


@dataclass(frozen=True, slots=True)
class Streamed:
    """One message of an answer that was never ended.

    ``ts`` is None where only the attempt is known, ``at`` when that was, in seconds since the epoch.
    """

    part: int
    ts: str | None
    at: float


class StreamRecords:
    """An answer is streamed in one message or several; ended together, they are a post. Blocking calls."""

    def __init__(
        self, database: DoorDatabase, posts: PostRecords, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._clock = clock
        self._posts = posts
        database.create(SCHEMA)

    def stands_otherwise(self, key: str) -> bool:
        """Whether the post with a key was begun as an ordinary one."""
        return self._posts.begun(key)

    def begin(self, key: str, part: int, thread: str) -> None:
        """Announce a message."""
        sql = "INSERT INTO slack_streams VALUES (?, ?, ?, NULL, ?)"
        self._database.write(sql, (key, part, thread, self._clock()))

    def began(self, key: str, part: int, ts: str) -> None:
        """Note where a message stands."""
        self._database.write("UPDATE slack_streams SET ts = ? WHERE key = ? AND part = ?", (ts, key, part))

    def unfinished(self, key: str) -> list[Streamed]:
        """What was begun under a key and never ended."""
        sql = "SELECT part, ts, at FROM slack_streams WHERE key = ? ORDER BY part"
        return [Streamed(*row) for row in self._database.read(sql, (key,))]

    def forget(self, key: str, part: int) -> None:
        """A message does not stand any more."""
        self._database.write("DELETE FROM slack_streams WHERE key = ? AND part = ?", (key, part))

    def end(self, key: str, *, owes_text: bool) -> None:
        """From now on the messages are the post, all or none of them; its text may be owed as a file."""
        with self._database.transaction() as connection:
            sql = "SELECT thread, ts FROM slack_streams WHERE key = ? ORDER BY part"
            self._posts.stand(
                connection, key, [tuple(row) for row in connection.execute(sql, (key,))], owes_text=owes_text
            )
            connection.execute("DELETE FROM slack_streams WHERE key = ?", (key,))

    def text_given(self, key: str) -> None:
        """Note that no text is owed any more."""
        self._posts.text_given(key)

    def sweep(self, seconds: float) -> None:
        """Remove messages that were announced so many seconds ago."""
        self._database.write("DELETE FROM slack_streams WHERE at < ?", (self._clock() - seconds,))
