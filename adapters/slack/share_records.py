"""Which files of a delivery are uploaded, so that none is uploaded or shared twice."""

import orjson

from core.chat.door_database import DoorDatabase

SCHEMA = "CREATE TABLE IF NOT EXISTS slack_shares (key TEXT PRIMARY KEY, files TEXT NOT NULL);"


class ShareRecords:
    """Slack's file ids by delivery, in order; None stands for a file that could not be uploaded. Blocking."""

    def __init__(self, database: DoorDatabase) -> None:
        self._database = database
        database.create(SCHEMA)

    def load(self, key: str) -> list[str | None] | None:
        """The files of a delivery whose bytes were all sent."""
        rows = self._database.read("SELECT files FROM slack_shares WHERE key = ?", (key,))
        files: list[str | None] | None = orjson.loads(rows[0]["files"]) if rows else None
        return files

    def save(self, key: str, files: list[str | None]) -> None:
        """Note what was uploaded, before it is shared."""
        self._database.write(
            "INSERT OR REPLACE INTO slack_shares VALUES (?, ?)", (key, orjson.dumps(files).decode())
        )
