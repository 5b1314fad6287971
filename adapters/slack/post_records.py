"""Which messages of the bot stand in Slack, so that none is posted twice."""

from dataclasses import dataclass

from core.chat.door_database import DoorDatabase

SCHEMA = """
CREATE TABLE IF NOT EXISTS slack_posts (
    key TEXT NOT NULL, part INTEGER NOT NULL, parts INTEGER NOT NULL, thread TEXT, ts TEXT,
    PRIMARY KEY (key, part));
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """One message of a post: whether posting it was attempted, and where it stands if that is known."""

    attempted: bool
    thread: str | None = None
    ts: str | None = None


class PostRecords:
    """A post is one message or several parts; it stands when all of them do. Blocking calls."""

    def __init__(self, database: DoorDatabase) -> None:
        self._database = database
        database.create(SCHEMA)

    def begin(self, key: str, part: int, parts: int) -> Standing:
        """Announce a message; what is known of an earlier attempt at it."""
        fresh = self._database.write(
            "INSERT OR IGNORE INTO slack_posts VALUES (?, ?, ?, NULL, NULL)", (key, part, parts)
        )
        row = self._database.read("SELECT * FROM slack_posts WHERE key = ? AND part = ?", (key, part))[0]
        return Standing(attempted=fresh == 0, thread=row["thread"], ts=row["ts"])

    def sent(self, key: str, part: int, thread: str, ts: str) -> None:
        """Note where a message stands."""
        self._database.write(
            "UPDATE slack_posts SET thread = ?, ts = ? WHERE key = ? AND part = ?", (thread, ts, key, part)
        )

    def thread_of(self, key: str) -> str | None:
        """The thread that the first post of the same run began: the part of a key before its colon."""
        run = key.partition(":")[0]
        rows = self._database.read(
            "SELECT thread FROM slack_posts WHERE key >= ? AND key < ? AND thread IS NOT NULL "
            "ORDER BY rowid LIMIT 1",
            (f"{run}:", f"{run};"),
        )
        return str(rows[0]["thread"]) if rows else None

    def whole(self, key: str) -> Standing | None:
        """Where a post begins, if all of its parts are known to stand."""
        rows = self._database.read(
            "SELECT * FROM slack_posts WHERE key = ? AND ts IS NOT NULL ORDER BY part", (key,)
        )
        if not rows or len(rows) != rows[0]["parts"]:
            return None
        return Standing(attempted=True, thread=rows[0]["thread"], ts=rows[0]["ts"])
