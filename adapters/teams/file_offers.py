"""Files that somebody sent while questions wait for one: until they say what these are for."""

import time
from collections.abc import Callable, Iterable
from hashlib import sha256

from adapters.teams.downloads import KEPT_SECONDS
from core.chat.door_database import DoorDatabase
from core.chat.inbound import Inbound

SCHEMA = """
CREATE TABLE IF NOT EXISTS teams_file_offers (id TEXT PRIMARY KEY, inbound TEXT NOT NULL, at REAL NOT NULL);
"""


class FileOffers:
    """Kept as long as it is known where the files are. Blocking calls."""

    def __init__(self, database: DoorDatabase, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def keep(self, inbound: Inbound) -> str:
        """Keep a message with files; its id, the same for a repeat."""
        offer = _id(inbound.act)
        self._database.write(
            "INSERT OR IGNORE INTO teams_file_offers VALUES (?, ?, ?)",
            (offer, inbound.model_dump_json(), self._clock()),
        )
        return offer

    def find(self, offer: str) -> Inbound | None:
        """The message; None for one that is too old, or none of ours."""
        sql = "SELECT inbound FROM teams_file_offers WHERE id = ? AND at >= ?"
        rows = self._database.read(sql, (offer, self._clock() - KEPT_SECONDS))
        return Inbound.model_validate_json(rows[0]["inbound"]) if rows else None

    def holds(self, act: str) -> bool:
        """Whether a message was kept."""
        return bool(self._database.read("SELECT 1 FROM teams_file_offers WHERE id = ?", (_id(act),)))

    def forget(self, acts: Iterable[str]) -> None:
        """Keep nothing of these messages."""
        with self._database.transaction() as connection:
            ids = [(_id(act),) for act in acts]
            connection.executemany("DELETE FROM teams_file_offers WHERE id = ?", ids)

    def sweep(self) -> None:
        """Remove what is too old."""
        self._database.write("DELETE FROM teams_file_offers WHERE at < ?", (self._clock() - KEPT_SECONDS,))


def _id(act: str) -> str:
    return sha256(act.encode()).hexdigest()[:24]
