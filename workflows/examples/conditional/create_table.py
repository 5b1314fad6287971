"""The statement that makes a table for a file, from the types of all its values."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import PurePath

from core.tools.tables import Table, fitted
from core.tools.telling import counted
from core.tools.value_types import type_of_value, type_of_values

TYPES = {
    "integer": "bigint",
    "number": "numeric",
    "date": "date",
    "timestamp": "timestamp",
    "boolean": "boolean",
}
"""The types of SQL; everything else is text."""

EVERY = 100_000
LONGEST_INTEGER = 18
"""Digits that a bigint holds whatever they are."""


def types_of(table: Table, tell: Callable[[str], None]) -> tuple[int, dict[str, str]]:
    """The number of rows, and the type of each column by its name; the whole file is read."""
    names = table.columns
    counts = [Counter[str]() for _ in names]
    rows = 0
    for _, cells in table.rows():
        rows += 1
        for count, cell in zip(counts, fitted(cells, len(names)), strict=True):
            count[_type(cell.strip())] += 1
        if rows % EVERY == 0:
            tell(f"{counted(rows, 'row')} read")
    return rows, dict(zip(names, map(type_of_values, counts), strict=True))


def create_table(file_name: str, types: dict[str, str]) -> str:
    """A statement of standard SQL; names are quoted, so that every name is one."""
    stem = re.sub(r"\W+", "_", PurePath(file_name).stem).strip("_").lower() or "extract"
    columns = ",\n".join(f"    {_quoted(name)} {TYPES.get(kind, 'text')}" for name, kind in types.items())
    return f"CREATE TABLE {_quoted(stem)} (\n{columns}\n);\n"


def _type(value: str) -> str:
    kind = type_of_value(value)
    return "number" if kind == "integer" and len(value) > LONGEST_INTEGER else kind


def _quoted(name: str) -> str:
    shown = "".join(character if character.isprintable() else "_" for character in name)
    return '"' + shown.replace('"', '""') + '"'
