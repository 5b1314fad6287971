"""The rows that were there already; kept on the disk, as there may be millions."""

import sqlite3
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from .row import Row


class SeenRows:
    """Knows each row by a digest of its cells and remembers its line. Use it as a context manager."""

    def __enter__(self) -> Self:
        self._folder = TemporaryDirectory(prefix="rows-")
        self._database = sqlite3.connect(Path(self._folder.name) / "rows.db", isolation_level=None)
        self._database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
            "CREATE TABLE seen (digest BLOB PRIMARY KEY, line INTEGER) WITHOUT ROWID;"
        )
        self._database.execute("BEGIN")  # one transaction: a million of them would take minutes
        return self

    def __exit__(self, *_: object) -> None:
        self._database.close()
        self._folder.cleanup()

    def earlier(self, row: Row) -> int:
        """The line of an earlier row with the same cells; 0 if there is none."""
        digest = blake2b("\x1f".join(row.cells).encode(), digest_size=16).digest()
        kept = self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (digest, row.line))
        if kept.rowcount:
            return 0
        found = self._database.execute("SELECT line FROM seen WHERE digest = ?", (digest,)).fetchone()
        return int(found[0])
