"""Questions whether files may be put into somebody's OneDrive: each counts once."""

import time
from collections.abc import Callable, Sequence
from uuid import uuid4

from pydantic import BaseModel, ConfigDict

from core.chat.door_database import DoorDatabase
from core.chat.thread_ref import ThreadRef

SCHEMA = """
CREATE TABLE IF NOT EXISTS teams_consents (
    id TEXT PRIMARY KEY, record TEXT NOT NULL, at REAL NOT NULL, used INTEGER NOT NULL DEFAULT 0);
"""

KEPT_SECONDS = 7 * 24 * 3600
"""Whoever agrees after a week is told to ask again."""


class Consent(BaseModel):
    """Files that wait for a yes in a chat with one person; ``files`` are names and paths of this machine."""

    model_config = ConfigDict(frozen=True)

    thread: ThreadRef
    name: str
    files: tuple[tuple[str, str], ...]


class Consents:
    """Blocking calls. What Teams is told is an opaque id."""

    def __init__(self, database: DoorDatabase, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def ask(self, thread: ThreadRef, name: str, files: Sequence[tuple[str, str]]) -> str:
        """Note what is asked for; the id of the question."""
        consent_id, consent = uuid4().hex, Consent(thread=thread, name=name, files=tuple(files))
        self._database.write(
            "INSERT INTO teams_consents (id, record, at) VALUES (?, ?, ?)",
            (consent_id, consent.model_dump_json(), self._clock()),
        )
        return consent_id

    def take(self, consent_id: str) -> Consent | None:
        """Use a question up; None for one that is used, too old, or none of ours."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "UPDATE teams_consents SET used = 1 WHERE id = ? AND at >= ? AND used = 0 RETURNING record",
                (consent_id, self._clock() - KEPT_SECONDS),
            ).fetchone()
        return Consent.model_validate_json(row["record"]) if row else None

    def is_used(self, consent_id: str) -> bool:
        """Whether a question was answered before: by another device, or this is the answer once more."""
        sql = "SELECT 1 FROM teams_consents WHERE id = ? AND used = 1"
        return bool(self._database.read(sql, (consent_id,)))

    def sweep(self) -> None:
        """Remove what is too old."""
        self._database.write("DELETE FROM teams_consents WHERE at < ?", (self._clock() - KEPT_SECONDS,))
