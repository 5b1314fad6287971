"""The repaired table as files: the rows that are kept, every change, and what was put aside."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from core.tools.csv_files import csv_data, csv_table
from core.tools.tables import Table

from .repairs import header_of, names_of, repaired

CHANGES = ("line", "column", "before", "after", "repair")


@dataclass(slots=True)
class Outcome:
    """The counts are whole once the files were written.

    ``kept`` and ``aside`` are rows, ``formulas`` are kept cells that a spreadsheet would run; what each
    repair did stands under its name.
    """

    table: Table
    repairs: list[dict[str, Any]]
    counts: Counter[str] = field(default_factory=Counter)

    def kept(self) -> Iterator[bytes]:
        """The repaired table: UTF-8 with commas, each cell as it is to be loaded."""
        return csv_data(header_of(self.table, self.repairs), self._kept_rows())

    def changes(self) -> Iterator[bytes]:
        """One row for each change, with the line in the file that was given."""
        return csv_table(CHANGES, self._changes())

    def aside(self) -> Iterator[bytes]:
        """The rows that are not kept, and why."""
        rows = (row for row in repaired(self.table, self.repairs) if row.aside)
        return csv_table(
            ("line", "reason", *names_of(self.table)), ([r.line, r.aside, *r.cells] for r in rows)
        )

    def _kept_rows(self) -> Iterator[list[str]]:
        for row in repaired(self.table, self.repairs):
            self.counts["aside" if row.aside else "kept"] += 1
            self.counts["repeats"] += row.aside.startswith("repeats")
            if not row.aside:
                self.counts["formulas"] += sum(cell[:1] in {"=", "@"} for cell in row.cells)
                yield row.cells

    def _changes(self) -> Iterator[tuple[int, str, str, str, str]]:
        names = names_of(self.table)
        if any(each["name"] == "header" for each in self.repairs):
            for before, after in zip(self.table.header, names, strict=True):
                if before != after:
                    yield 1, after, before, after, self._counted("header")
        for row in repaired(self.table, self.repairs):
            for position, before, after, name in row.changes:
                yield row.line, names[position] if position >= 0 else "", before, after, self._counted(name)

    def _counted(self, name: str) -> str:
        self.counts[name] += 1
        return name
