"""Where announced files are fetched from: kept apart from the messages, because the addresses hold tokens."""

import time
from collections.abc import Callable, Sequence

from adapters.teams.arrivals.attached import Download
from core.chat.door_database import DoorDatabase

SCHEMA = """
CREATE TABLE IF NOT EXISTS teams_downloads (
    locator TEXT PRIMARY KEY, url TEXT NOT NULL, bot_token INTEGER NOT NULL, at REAL NOT NULL);
"""

KEPT_SECONDS = 24 * 3600
"""The tokens in the addresses end much sooner; a run that waits longer has its file among the artifacts."""


class Downloads:
    """Addresses by the locators of their files. Blocking calls."""

    def __init__(self, database: DoorDatabase, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def keep(self, downloads: Sequence[Download]) -> None:
        """Note where the files of a message are; the newest address counts."""
        for each in downloads:
            self._database.write(
                "INSERT OR REPLACE INTO teams_downloads VALUES (?, ?, ?, ?)",
                (each.file.locator, each.url, each.bot_token, self._clock()),
            )

    def find(self, locator: str) -> tuple[str, bool] | None:
        """The address of a file, and whether it wants the bot's token."""
        rows = self._database.read(
            "SELECT url, bot_token FROM teams_downloads WHERE locator = ? AND at >= ?",
            (locator, self._clock() - KEPT_SECONDS),
        )
        return (rows[0]["url"], bool(rows[0]["bot_token"])) if rows else None

    def forget(self, locators: Sequence[str]) -> None:
        """Remove where files are that nobody may fetch."""
        for each in locators:
            self._database.write("DELETE FROM teams_downloads WHERE locator = ?", (each,))

    def sweep(self) -> None:
        """Remove what is too old."""
        self._database.write("DELETE FROM teams_downloads WHERE at < ?", (self._clock() - KEPT_SECONDS,))
