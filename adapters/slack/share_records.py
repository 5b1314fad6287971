"""Which files of a delivery are uploaded, so that none is uploaded or shared twice."""

import time
from collections.abc import Callable

import orjson

from core.chat.door_database import DoorDatabase

SCHEMA = """
CREATE TABLE IF NOT EXISTS slack_uploads (key TEXT PRIMARY KEY, files TEXT NOT NULL, at REAL NOT NULL);
"""


class ShareRecords:
    """Slack's file ids by delivery, in order; None stands for a file that could not be uploaded. Blocking."""

    def __init__(self, database: DoorDatabase, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def load(self, key: str) -> list[str | None] | None:
        """The files of a delivery whose bytes were all sent."""
        rows = self._database.read("SELECT files FROM slack_uploads WHERE key = ?", (key,))
        files: list[str | None] | None = orjson.loads(rows[0]["files"]) if rows else None
        return files

    def save(self, key: str, files: list[str | None]) -> None:
        """Note what was uploaded, before it is shared."""
        self._database.write(
            "INSERT OR REPLACE INTO slack_uploads VALUES (?, ?, ?)",
            (key, orjson.dumps(files).decode(), self._clock()),
        )

    def sweep(self, seconds: float) -> None:
        """Remove what is older than so many seconds."""
        self._database.write("DELETE FROM slack_uploads WHERE at < ?", (self._clock() - seconds,))
