"""Snapshot records in the embedded database."""

from collections.abc import Collection, Iterable
from datetime import datetime

import orjson

from core.contexts.snapshot import SnapshotRecord
from core.storage.database import Database
from core.storage.sqlite_owner import owner_of
from core.storage.timestamps import as_text

SCHEMA = """
CREATE TABLE IF NOT EXISTS contexts (
    snapshot_id TEXT PRIMARY KEY, session_id TEXT NOT NULL, created_at TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS contexts_by_session ON contexts (session_id, created_at);
CREATE INDEX IF NOT EXISTS contexts_by_time ON contexts (created_at);
"""


class SQLiteSnapshots:
    """Keeps the protocol of ``SnapshotRecords``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.create(SCHEMA)

    def owner(self, proposed: str) -> str:
        """The id of the deployment that the database is of: the proposed one if there was none."""
        return owner_of(self._database, proposed)

    def save(self, record: SnapshotRecord) -> None:
        """Insert or replace."""
        self._database.write(
            "INSERT OR REPLACE INTO contexts VALUES (?, ?, ?, ?)",
            (record.snapshot_id, record.session_id, as_text(record.created_at), record.model_dump_json()),
        )

    def get(self, snapshot_id: str) -> SnapshotRecord | None:
        """One record, if it exists."""
        found = self._found("WHERE snapshot_id = ?", snapshot_id)
        return found[0] if found else None

    def of_session(self, session_id: str) -> list[SnapshotRecord]:
        """A session's records, newest first."""
        return self._found("WHERE session_id = ? ORDER BY created_at DESC, rowid DESC", session_id)

    def before(self, moment: datetime) -> list[SnapshotRecord]:
        """The records that are older than this, of all sessions."""
        return self._found("WHERE created_at < ?", as_text(moment))

    def existing(self, snapshot_ids: Collection[str]) -> set[str]:
        """Those of the ids that there are."""
        rows = self._database.read(
            "SELECT snapshot_id FROM contexts WHERE snapshot_id IN (SELECT value FROM json_each(?))",
            (orjson.dumps(list(snapshot_ids)).decode(),),
        )
        return {row["snapshot_id"] for row in rows}

    def delete(self, snapshot_ids: Iterable[str]) -> int:
        """Remove these for good; how many there were."""
        return self._database.write(
            "DELETE FROM contexts WHERE snapshot_id IN (SELECT value FROM json_each(?))",
            (orjson.dumps(list(snapshot_ids)).decode(),),
        )

    def _found(self, where: str, value: str) -> list[SnapshotRecord]:
        rows = self._database.read(f"SELECT record FROM contexts {where}", (value,))  # noqa: S608 - the text is written in this module
        return [SnapshotRecord.model_validate_json(row["record"]) for row in rows]
