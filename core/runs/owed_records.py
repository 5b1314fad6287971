"""Runs that are still to be written into the records: people are told whether these can be had or not."""

import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

import orjson

from core.runs.run import Run
from core.runs.run_rows import readable
from core.storage.database import Database

SCHEMA = """
CREATE TABLE IF NOT EXISTS owed_records (run_id TEXT PRIMARY KEY, at REAL NOT NULL);
"""

AT_ONCE = 500
"""Runs that are looked at in one go."""


@dataclass(frozen=True, slots=True)
class OwedRecord:
    """A run as it stands, and since when (seconds, Unix time) that is to be written down."""

    run: Run
    since: float


class OwedRecords:
    """Debts by run. One is written with the run's outcome, in one transaction. Blocking calls."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock
        database.create(SCHEMA)

    def due(self) -> Iterator[OwedRecord]:
        """Those of runs that are over or wait, and are told: whoever works on others, or tells them, pays."""
        rows = self._database.read(
            "SELECT r.*, o.at AS owed_at FROM owed_records o JOIN runs r ON r.run_id = o.run_id "
            "WHERE r.state NOT IN ('queued', 'running') AND r.run_id NOT IN (SELECT run_id FROM outcomes) "
            "ORDER BY o.at LIMIT ?",
            (AT_ONCE,),
        )
        since = {row["run_id"]: float(row["owed_at"]) for row in rows}
        return (OwedRecord(run, since[run.run_id]) for run in readable(rows))

    def since(self, run_id: str) -> float:
        """Since when a run is to be written down; now, if it is not."""
        rows = self._database.read("SELECT at FROM owed_records WHERE run_id = ?", (run_id,))
        return float(rows[0]["at"]) if rows else self._clock()

    def paid(self, run_id: str, since: float) -> None:
        """A run is written down as it stood then; one that went on meanwhile is owed again."""
        self._database.write("DELETE FROM owed_records WHERE run_id = ? AND at <= ?", (run_id, since))

    def forget(self, run_ids: Collection[str]) -> None:
        """Write nothing of these runs any more."""
        self._database.write(
            "DELETE FROM owed_records WHERE run_id IN (SELECT value FROM json_each(?))",
            (orjson.dumps(list(run_ids)).decode(),),
        )


def owe(connection: sqlite3.Connection, run_id: str, now: float) -> None:
    """How a run stands now is to be written down."""
    connection.execute("INSERT OR REPLACE INTO owed_records VALUES (?, ?)", (run_id, now))
