"""What is known about artifacts, by id and by session."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import orjson

from core.artifact import Artifact
from core.storage.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS artifacts (
    artifact_id TEXT PRIMARY KEY, session_id TEXT NOT NULL, workflow_name TEXT NOT NULL,
    created_at TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS artifacts_by_session ON artifacts (session_id, created_at);
CREATE INDEX IF NOT EXISTS artifacts_by_workflow ON artifacts (workflow_name, created_at);
"""


class ArtifactRecords(Protocol):
    """Records of artifacts."""

    def save(self, artifact: Artifact) -> None:
        """Insert or replace."""
        ...

    def load(self, artifact_id: str) -> Artifact | None:
        """One record, if it exists."""
        ...

    def change(self, artifact_id: str, fields: Callable[[Artifact], dict[str, Any]]) -> None:
        """Set the fields made from the stored record, with nobody in between; unknown ids are fine."""
        ...

    def of_session(self, session_id: str) -> list[Artifact]:
        """A session's records, oldest first."""
        ...

    def load_all(self, artifact_ids: Sequence[str]) -> dict[str, Artifact]:
        """The records that exist, by id."""
        ...


class SQLiteArtifactRecords:
    """Records in the embedded database, with the two indexes of the production table."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.create(SCHEMA)

    def save(self, artifact: Artifact) -> None:
        """Insert or replace."""
        self._database.write(
            "INSERT OR REPLACE INTO artifacts VALUES (?, ?, ?, ?, ?)",
            (
                artifact.artifact_id,
                artifact.session_id,
                artifact.workflow_name,
                artifact.created_at.isoformat(),
                artifact.model_dump_json(),
            ),
        )

    def change(self, artifact_id: str, fields: Callable[[Artifact], dict[str, Any]]) -> None:
        """Set the fields made from the stored record, with nobody in between; unknown ids are fine."""
        with self._database.transaction() as connection:
            artifact = self.load(artifact_id)
            if artifact is not None:
                connection.execute(
                    "UPDATE artifacts SET record = ? WHERE artifact_id = ?",
                    (artifact.model_copy(update=fields(artifact)).model_dump_json(), artifact_id),
                )

    def load(self, artifact_id: str) -> Artifact | None:
        """One record, if it exists."""
        rows = self._database.read("SELECT record FROM artifacts WHERE artifact_id = ?", (artifact_id,))
        return Artifact.model_validate_json(rows[0]["record"]) if rows else None

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
