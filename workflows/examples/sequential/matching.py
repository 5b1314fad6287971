"""Two tables side by side, joined on the disk: neither has to fit into memory."""

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from core.tools.tables import Table, fitted
from core.tools.telling import code, counted
from core.tools.value_types import type_of_value

HEADER = ("difference", "key", "column", "before", "after", "line_before", "line_after")
SHOWN = 12
"""Differences that an answer shows."""

EVERY = 100_000
_TABLES = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE before (key TEXT PRIMARY KEY, line INTEGER, cells TEXT, met INTEGER DEFAULT 0) WITHOUT ROWID;
    CREATE TABLE added (key TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_NUMBERS = ("integer", "number", "code")
Line = tuple[str, str, str, str, str, int | None, int | None]


@dataclass(slots=True)
class Matching:
    """The rows of ``before`` against those of ``after``. The counts are whole once all lines were taken."""

    before: Table
    after: Table
    keys: Sequence[str]
    common: Sequence[str]
    tell: Callable[[str], None]
    counts: Counter[str] = field(default_factory=Counter)
    columns: Counter[str] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[Line]:
        """Every difference, as a row under ``HEADER``."""
        with TemporaryDirectory(prefix="reconcile-") as folder, closing(_opened(folder)) as database:
            for line in self._differences(database):
                self._show(line)
                yield line

    def _differences(self, database: sqlite3.Connection) -> Iterator[Line]:
        yield from self._keep(database)
        for number, key, cells in self._read(self.after, "rows_after"):
            if not any(key):
                yield self._counted("without a key", ("", "", "", "", None, number))
                continue
            yield from self._met(database, json.dumps(key), cells, number)
        left = database.execute("SELECT key, line, cells FROM before WHERE NOT met ORDER BY line")
        for text, number, cells in left:
            yield self._counted("missing", (_said(text), "", _whole(json.loads(cells)), "", number, None))

    def _keep(self, database: sqlite3.Connection) -> Iterator[Line]:
        """Put the first table on the disk; what has no key of its own is told at once."""
        for number, key, cells in self._read(self.before, "rows_before"):
            if not any(key):
                yield self._counted("without a key", ("", "", "", "", number, None))
                continue
            row = (json.dumps(key), number, json.dumps(cells))
            kept = database.execute("INSERT OR IGNORE INTO before (key, line, cells) VALUES (?, ?, ?)", row)
            if not kept.rowcount:
                yield self._counted("repeated key", (_said(row[0]), "", _whole(cells), "", number, None))

    def _met(self, database: sqlite3.Connection, key: str, cells: list[str], number: int) -> Iterator[Line]:
        """A row of the second table: its differences from the row with its key."""
        met = database.execute(
            "UPDATE before SET met = 1 WHERE key = ? AND NOT met RETURNING line, cells", (key,)
        ).fetchone()
        if met is not None:
            yield from self._compared(key, met[0], json.loads(met[1]), cells, number)
        elif self._is_known(database, key):
            yield self._counted("repeated key", (_said(key), "", "", _whole(cells), None, number))
        else:
            yield self._counted("extra", (_said(key), "", "", _whole(cells), None, number))

    def _is_known(self, database: sqlite3.Connection, key: str) -> bool:
        """Whether the second table had the key already."""
        if database.execute("SELECT 1 FROM before WHERE key = ?", (key,)).fetchone():
            return True
        return not database.execute("INSERT OR IGNORE INTO added VALUES (?)", (key,)).rowcount

    def _compared(self, key: str, line: int, old: list[str], new: list[str], number: int) -> Iterator[Line]:
        """Two rows of one key, cell by cell; numbers that are written differently are no change."""
        changes = [
            (column, before, after)
            for column, before, after in zip(self.common, old, new, strict=True)
            if before != after
        ]
        real = [column for column, before, after in changes if not _is_same_number(before, after)]
        self.counts["changed" if real else "same"] += 1
        self.columns.update(real)
        for column, before, after in changes:
            word = "changed" if column in real else "written differently"
            self.counts["written differently"] += word != "changed"
            yield word, _said(key), column, before, after, line, number

    def _read(self, table: Table, name: str) -> Iterator[tuple[int, list[str], list[str]]]:
        """Line, key and common cells of each row."""
        columns, width = table.columns, len(table.header)
        keys = [columns.index(key) for key in self.keys]
        common = [columns.index(column) for column in self.common]
        for number, cells in table.rows():
            row = [cell.strip() for cell in fitted(cells, width)]
            self.counts[name] += 1
            if self.counts[name] % EVERY == 0:
                self.tell(f"{counted(self.counts[name], 'row')} of {table.name}")
            yield number, [row[key] for key in keys], [row[column] for column in common]

    def _counted(self, word: str, rest: tuple[str, str, str, str, int | None, int | None]) -> Line:
        self.counts[word] += 1
        return word, *rest

    def _show(self, line: Line) -> None:
        """Keep the first differences in words."""
        word, key, column, before, after, *_ = line
        if len(self.shown) >= SHOWN or word == "written differently":
            return
        change = f" {code(column, 60)} from {_value(before)} to {_value(after)}" if column else ""
        self.shown.append(f"{code(key, 60) if key else 'a row'} {word}{change}")


def _opened(folder: str) -> sqlite3.Connection:
    database = sqlite3.connect(Path(folder) / "rows.db", isolation_level=None)
    database.executescript(_TABLES)
    database.execute("BEGIN")  # one transaction: a million of them would take minutes
    return database


def _is_same_number(one: str, other: str) -> bool:
    """``9.9`` and ``9.90``, but not ``7`` and ``007``: a code is no number."""
    kinds = {type_of_value(one), type_of_value(other)}
    return kinds <= {"integer", "number"} and float(one) == float(other)


def _said(key: str) -> str:
    return ", ".join(json.loads(key))


def _whole(cells: Sequence[str]) -> str:
    return " | ".join(cells)


def _value(text: str) -> str:
    return code(text, 40) if text else "nothing"
