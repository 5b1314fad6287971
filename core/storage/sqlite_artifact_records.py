"""Records of artifacts in the embedded database."""

from collections.abc import Iterator, Sequence

import orjson

from core.artifact import Artifact
from core.storage.artifact_records import Fields
from core.storage.database import Database
from core.storage.sqlite_owner import owner_of

SCHEMA = """
CREATE TABLE IF NOT EXISTS artifacts (
    artifact_id TEXT PRIMARY KEY, session_id TEXT NOT NULL, workflow_name TEXT NOT NULL,
    created_at TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS artifacts_by_session ON artifacts (session_id, created_at);
CREATE INDEX IF NOT EXISTS artifacts_by_workflow ON artifacts (workflow_name, created_at);
"""

PAGE = 500


class SQLiteArtifactRecords:
    """With the two indexes of the production table."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.create(SCHEMA)

    def owner(self, proposed: str) -> str:
        """The id of the deployment that the database is of: the proposed one if there was none."""
        return owner_of(self._database, proposed)

    def insert(self, artifact: Artifact) -> bool:
        """Insert; false if there is one with this id, which stays as it is."""
        sql = "INSERT OR IGNORE INTO artifacts VALUES (:id, :session, :workflow, :created_at, :record)"
        return self._database.write(sql, _row(artifact)) > 0

    def load(self, artifact_id: str) -> Artifact | None:
        """One record, if it exists."""
        rows = self._database.read("SELECT record FROM artifacts WHERE artifact_id = ?", (artifact_id,))
        return Artifact.model_validate_json(rows[0]["record"]) if rows else None

    def change(self, artifact_id: str, fields: Fields) -> Artifact | None:
        """Set fields, with nobody in between; the record as it is then, None for an unknown id."""
        with self._database.transaction() as connection:
            known = self.load(artifact_id)
            if known is None:
                return None
            changed = known.model_copy(update=fields(known))
            connection.execute(
                "UPDATE artifacts SET session_id = :session, workflow_name = :workflow,"
                " created_at = :created_at, record = :record WHERE artifact_id = :id",
                _row(changed),
            )
            return changed

    def delete(self, artifact_id: str) -> bool:
        """Remove a record; whether there was one."""
        return self._database.write("DELETE FROM artifacts WHERE artifact_id = ?", (artifact_id,)) > 0

    def of_session(self, session_id: str) -> list[Artifact]:
        """A session's records, oldest first."""
        rows = self._database.read(
            "SELECT record FROM artifacts WHERE session_id = ? ORDER BY created_at, rowid", (session_id,)
        )
        return [Artifact.model_validate_json(row["record"]) for row in rows]

    def load_all(self, artifact_ids: Sequence[str]) -> dict[str, Artifact]:
        """The records that exist, by id."""
        rows = self._database.read(
            "SELECT record FROM artifacts WHERE artifact_id IN (SELECT value FROM json_each(?))",
            (orjson.dumps(list(artifact_ids)).decode(),),
        )
        found = (Artifact.model_validate_json(row["record"]) for row in rows)
        return {artifact.artifact_id: artifact for artifact in found}

    def every(self) -> Iterator[Artifact]:
        """All records, in no order; others may be written meanwhile."""
        last = 0
        while rows := self._database.read(
            "SELECT rowid, record FROM artifacts WHERE rowid > ? ORDER BY rowid LIMIT ?", (last, PAGE)
        ):
            last = rows[-1]["rowid"]
            yield from (Artifact.model_validate_json(row["record"]) for row in rows)


def _row(artifact: Artifact) -> dict[str, str]:
    return {
        "id": artifact.artifact_id,
        "session": artifact.session_id,
        "workflow": artifact.workflow_name,
        "created_at": artifact.created_at.isoformat(),
        "record": artifact.model_dump_json(),
    }
