"""What a door that keeps something of its own needs of a database; the service brings one."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

Values = Sequence[Any] | Mapping[str, Any]


class DoorDatabase(Protocol):
    """SQLite behind blocking calls that are safe for several threads."""

    def create(self, schema: str) -> None:
        """Create tables where they are missing."""
        ...

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """All or nothing."""
        ...

    def write(self, sql: str, values: Values = ()) -> int:
        """One statement in a transaction of its own; the number of rows it changed."""
        ...

    def read(self, sql: str, values: Values = ()) -> list[sqlite3.Row]:
        """All rows of a query."""
        ...
