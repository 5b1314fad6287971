"""The step: read the table, save the profile, say what matters."""

from typing import Any

import orjson

from core.tools.csv_files import csv_table
from core.tools.progress import report_progress
from core.tools.tables import open_table
from core.tools.telling import code, counted, joined, listed
from core.tools.text_encoding import NAMES
from core.tools.workspace import save_artifact

from .column import Column
from .profile import Profile, profiled, remarks
from .state import State

SHOWN = 20
"""Columns and remarks that an answer shows; the files hold all columns."""


def profile(state: State) -> State:
    """Read the CSV once and say what is in each column."""
    found = profiled(open_table(state["file"]), report_progress)
    columns = [column.described() for column in found.columns]
    remarked = list(remarks(found))
    result = {
        "file": found.table.name,
        "encoding": NAMES[found.table.encoding],
        "separator": found.table.separator,
        "rows": found.rows,
        "ragged_rows": sum(count for count, _ in found.ragged.values()),
        "keys": [column.name for column in found.keys],
        "remarks": remarked,
    }
    whole = orjson.dumps({**result, "columns": columns}, option=orjson.OPT_INDENT_2)
    table = csv_table(tuple(columns[0]), (tuple(column.values()) for column in columns))
    return {
        "success": True,
        "result": {**result, "columns": columns[:SHOWN]},
        "artifacts": [_saved("profile.csv", table, state), _saved("profile.json", whole, state)],
        "answer": _answer(found, remarked),
    }


def _answer(found: Profile, remarked: list[str]) -> dict[str, Any]:
    """The size, the keys, and how much there is to look at; then the columns."""
    size = f"{counted(found.rows, 'row')} and {counted(len(found.columns), 'column')}"
    cells = found.rows * len(found.columns)
    share = f" ({found.empty_cells / cells:.1%})" if cells else ""
    lines = [_line(column, found.rows) for column in found.columns]
    parts = [listed(lines, SHOWN, "profile.csv")]
    if remarked:
        parts = ["To look at:\n" + listed(remarked, SHOWN, "profile.json"), "Columns:\n" + parts[0]]
    return {
        "finding": f"{code(found.table.name)} has {size}; {_keys(found)}; {_verdict(remarked)}.",
        "numbers": {
            "Rows": found.rows,
            "Columns": len(found.columns),
            "Empty cells": f"{found.empty_cells:,}{share}",
            "Encoding": NAMES[found.table.encoding],
        },
        "details": "\n\n".join(parts),
    }


def _keys(found: Profile) -> str:
    """Which columns can be the key, and how sure that is."""
    if found.rows < 2:
        return "too few rows to tell a key"
    names = [column.name for column in found.keys]
    if not names:
        return "no single column is a key"
    sure = all(column.is_counted for column in found.keys)
    can = "can be the key" if sure else "has no repeated value as far as values were counted"
    return f"{joined([code(name) for name in names[:3]])} {can}"


def _verdict(remarked: list[str]) -> str:
    return f"{counted(len(remarked), 'thing')} to look at" if remarked else "nothing stands out"


def _line(column: Column, rows: int) -> str:
    """A column in a line: type, range, empty cells, different values."""
    least, greatest = column.ends
    if not column.filled:
        return f"{code(column.name)}: empty"
    span = f", {code(least, 40)} to {code(greatest, 40)}" if least else ""
    if column.distinct == 1 and column.is_counted:
        span = f", always {code(least, 40)}" if least else ""
    empty = f"; {column.empty:,} of {rows:,} empty" if column.empty else ""
    distinct = f"{column.distinct:,}" if column.is_counted else f"more than {column.distinct:,}"
    value, times = column.most_frequent
    often = f", most often {code(value, 40)} ({times:,} times)" if times > 1 else ""
    different = f"; {distinct} different{often}" if column.distinct > 1 else ""
    return f"{code(column.name)}: {column.type}{span}{empty}{different}"


def _saved(name: str, content: Any, state: State) -> str:
    return save_artifact(name, content, kind="profile", created_by="profile", parents=list(state["file"]))
