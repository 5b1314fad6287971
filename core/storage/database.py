"""One SQLite file, shared by the embedded stores of a process."""

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.errors import StorageError, UserFacingError

SCHEMA_VERSION = 1

Values = Sequence[Any] | Mapping[str, Any]
"""What a statement's placeholders stand for, by position or by name."""


class Database:
    """A connection in WAL mode with full synchronisation: what is committed survives a power cut.

    Calls block; code on the event loop goes through ``asyncio.to_thread``. Safe for several threads and
    processes; a writer waits up to ten seconds for another process.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._lock = threading.RLock()
        try:
            self._connection = sqlite3.connect(
                path, timeout=10, isolation_level=None, check_same_thread=False
            )
            self._prepare()
        except sqlite3.Error as error:
            raise UserFacingError(
                f"{path} cannot be used ({error}); move it away, or set DATAOPS_HOME elsewhere."
            ) from error

    def _prepare(self) -> None:
        """Set the connection up; a file that this release cannot use is closed again."""
        try:
            self._connection.row_factory = sqlite3.Row
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")
            self._connection.execute("PRAGMA secure_delete=ON")  # what is forgotten is overwritten
            self._check_version()
        except BaseException:
            self._connection.close()
            raise

    def _check_version(self) -> None:
        """Refuse a file written by a newer release, rather than misread it."""
        version = int(self.read("PRAGMA user_version")[0][0])
        if version > SCHEMA_VERSION:
            raise UserFacingError(
                f"{self.path} was written by a newer release; start that one, or set DATAOPS_HOME elsewhere."
            )
        if version < SCHEMA_VERSION:
            self._connection.execute(f"PRAGMA user_version={SCHEMA_VERSION}")

    def create(self, schema: str) -> None:
        """Create a store's tables where they are missing."""
        with self._lock:
            self._connection.executescript(schema)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; the write lock is taken at the start."""
        with self._lock, _explained(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            finally:
                self._connection.rollback()  # does nothing after a commit, or where SQLite did it already

    def write(self, sql: str, values: Values = ()) -> int:
        """Run one statement in a transaction of its own; the number of rows it changed."""
        with self.transaction() as connection:
            return connection.execute(sql, values).rowcount

    def read(self, sql: str, values: Values = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        with self._lock, _explained(self.path):
            return self._connection.execute(sql, values).fetchall()

    def settle(self) -> None:
        """Write the log of changes into the file, and empty it: what was deleted stands in neither then.

        While another connection reads, a part is left for later.
        """
        self.read("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Say in a sentence why the file cannot be used now."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if "full" in str(error):
            raise StorageError(f"The disk under {path.parent} is full; make room, then try again.") from error
        if "locked" in str(error) or "busy" in str(error):
            raise StorageError(f"{path} is busy with another process; try again in a moment.") from error
        raise StorageError(f"{path} cannot be used ({error}); tell an admin, then try again.") from error
