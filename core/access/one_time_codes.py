"""Codes that stand for a person once, for a few minutes."""

import time
from collections.abc import Callable
from secrets import token_urlsafe

from core.access.secret_digest import secret_digest
from core.storage.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS token_codes (
    digest TEXT PRIMARY KEY, person TEXT NOT NULL, expires_at REAL NOT NULL);
"""

CODE_SECONDS = 5 * 60


class OneTimeCodes:
    """Blocking calls; safe for several processes. Only digests are kept."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def make(self, person: str) -> str:
        """A new code."""
        code = token_urlsafe(32)
        self._database.write(
            "INSERT INTO token_codes VALUES (?, ?, ?)",
            (secret_digest(code), person, self._clock() + CODE_SECONDS),
        )
        return code

    def redeem(self, code: str) -> str | None:
        """The person behind a code, which is good no more; None if it is unknown, used or too old."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "DELETE FROM token_codes WHERE digest = ? AND expires_at > ? RETURNING person",
                (secret_digest(code), self._clock()),
            ).fetchone()
        return str(row["person"]) if row else None

    def take_back(self, person: str) -> None:
        """End all codes of a person."""
        self._database.write("DELETE FROM token_codes WHERE person = ?", (person,))

    def sweep(self) -> None:
        """Remove what is over."""
        self._database.write("DELETE FROM token_codes WHERE expires_at <= ?", (self._clock(),))
