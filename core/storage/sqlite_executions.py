"""Execution records in the embedded database."""

from collections.abc import Iterable
from datetime import datetime

import orjson

from core.execution_record import ExecutionRecord
from core.storage.database import Database, Values
from core.storage.timestamps import as_text

SCHEMA = """
CREATE TABLE IF NOT EXISTS executions (
    run_id TEXT PRIMARY KEY, user_id TEXT NOT NULL, workflow_name TEXT, created_at TEXT NOT NULL,
    record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS executions_by_user ON executions (user_id, created_at);
CREATE INDEX IF NOT EXISTS executions_by_workflow ON executions (workflow_name, created_at);
CREATE INDEX IF NOT EXISTS executions_by_time ON executions (created_at);
"""


class SQLiteExecutions:
    """Keeps the protocol of ``ExecutionRecords``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.create(SCHEMA)

    def save(self, execution: ExecutionRecord) -> ExecutionRecord:
        """Keep the record unless a later state of its run is known; the one that is kept."""
        with self._database.transaction() as connection:
            known = self.get(execution.run_id)
            if known is not None and not execution.follows(known):
                return known
            connection.execute("INSERT OR REPLACE INTO executions VALUES (?, ?, ?, ?, ?)", _row(execution))
        return execution

    def get(self, run_id: str) -> ExecutionRecord | None:
        """One record, if it exists."""
        found = self._found("WHERE run_id = ?", (run_id,))
        return found[0] if found else None

    def of_user(self, user_id: str, limit: int | None = None) -> list[ExecutionRecord]:
        """The latest runs of a person, newest first."""
        return self._found(
            "WHERE user_id = ? ORDER BY created_at DESC LIMIT ?", (user_id, -1 if limit is None else limit)
        )

    def of_workflow(self, workflow_name: str, since: datetime) -> list[ExecutionRecord]:
        """The runs of a workflow from a moment on, newest first."""
        values = (workflow_name, as_text(since))
        return self._found("WHERE workflow_name = ? AND created_at >= ? ORDER BY created_at DESC", values)

    def since(self, moment: datetime) -> list[ExecutionRecord]:
        """All runs from a moment on, newest first."""
        return self._found("WHERE created_at >= ? ORDER BY created_at DESC", (as_text(moment),))

    def forget_person(self, user_id: str) -> int:
        """Remove every run of a person; how many there were."""
        return self._database.write("DELETE FROM executions WHERE user_id = ?", (user_id,))

    def forget_runs(self, run_ids: Iterable[str]) -> int:
        """Remove these runs; how many there were."""
        return self._database.write(
            "DELETE FROM executions WHERE run_id IN (SELECT value FROM json_each(?))",
            (orjson.dumps(list(run_ids)).decode(),),
        )

    def delete_before(self, moment: datetime) -> int:
        """Remove the runs that were started before; how many there were."""
        return self._database.write("DELETE FROM executions WHERE created_at < ?", (as_text(moment),))

    def _found(self, where: str, values: Values) -> list[ExecutionRecord]:
        rows = self._database.read(f"SELECT record FROM executions {where}", values)  # noqa: S608 - the text is written in this module
        return [ExecutionRecord.model_validate_json(row["record"]) for row in rows]


def _row(execution: ExecutionRecord) -> tuple[str | None, ...]:
    return (
        execution.run_id,
        execution.user_id,
        execution.workflow_name,
        as_text(execution.started_at),
        execution.model_dump_json(),
    )
