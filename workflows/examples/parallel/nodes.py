"""The steps: deal the files out, describe each in a branch of its own, compare."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from core.errors import UserFacingError
from core.tools.csv_files import csv_table
from core.tools.input_files import InputSource, input_sources
from core.tools.progress import report_progress
from core.tools.tables import WORKBOOK, fitted, table_of
from core.tools.telling import code, counted, listed, plain
from core.tools.value_types import type_of_value, type_of_values
from core.tools.workspace import save_artifact

from .drift import changes_of, feeds_of
from .state import Schema, State

MOST_FILES = 100
SHOWN = 20


def count_files(state: State) -> State:
    """See how many branches it takes."""
    sources = input_sources(state["file"])
    if any(source.name == WORKBOOK for source in sources):
        raise UserFacingError(
            "A workbook of Excel is among the files; save its sheets as CSV and attach those."
        )
    if not 2 <= len(sources) <= MOST_FILES:
        raise UserFacingError(
            f"I compare 2 to {MOST_FILES} files, and there {'is' if len(sources) == 1 else 'are'} "
            f"{len(sources):,}; attach several CSVs, or a zip of them."
        )
    return {"count": len(sources)}


def deal_out(state: State) -> Sequence[Any]:
    """A branch for each file."""
    from langgraph.types import Send

    return [
        Send("describe", {"file": state["file"], "position": position}) for position in range(state["count"])
    ]


def describe(state: State) -> State:
    """Read one file to its end: its columns, their types, its rows. What cannot be read is told as such."""
    source = input_sources(state["file"])[state["position"]]
    report_progress(source.name)
    try:
        schema = _schema(source)
    except UserFacingError as error:
        schema = _unreadable(source, str(error))
    return {"schemas": [{**schema, "position": state["position"]}]}


def compare(state: State) -> State:
    """Follow each feed from file to file."""
    readable = [schema for schema in state["schemas"] if not schema["problem"]]
    feeds = feeds_of(readable) if readable else {}
    drift = [
        {"file": schema["name"], "changes": found}
        for files in feeds.values()
        for schema, found in (changes_of(files) if len(files) > 1 else ())
    ]
    problems = [schema["problem"] for schema in _ordered(state) if schema["problem"]]
    result = {"files": state["count"], "feeds": len(feeds), "drift": drift, "unreadable": problems}
    whole = orjson.dumps({**result, "schemas": _ordered(state)}, option=orjson.OPT_INDENT_2)
    return {
        "success": True,
        "result": {**result, "drift": drift[:SHOWN]},
        "artifacts": [
            _saved("schemas.csv", csv_table(*_matrix(feeds)), state),
            _saved("schema_drift.json", whole, state),
        ],
        "answer": _answer(state, feeds, drift, problems),
    }


def _schema(source: InputSource) -> Schema:
    table = table_of(source)
    names = table.columns
    counts, examples = [Counter[str]() for _ in names], dict[str, str]()
    rows = 0
    for _, cells in table.rows():
        rows += 1
        for name, count, cell in zip(names, counts, fitted(cells, len(names)), strict=True):
            kind = type_of_value(cell.strip())
            count[kind] += 1
            if kind == "text":
                examples.setdefault(name, cell.strip()[:200])
    return Schema(
        name=table.name,
        position=0,
        problem="",
        rows=rows,
        encoding=table.encoding,
        separator=table.separator,
        columns=dict(zip(names, map(type_of_values, counts), strict=True)),
        examples={name: text for name, text in examples.items() if len(set(counts[names.index(name)])) > 1},
    )


def _unreadable(source: InputSource, problem: str) -> Schema:
    return Schema(
        name=source.name,
        position=0,
        problem=problem,
        rows=0,
        encoding="",
        separator="",
        columns={},
        examples={},
    )


def _ordered(state: State) -> list[Schema]:
    """The schemas as the files were given; branches end in any order."""
    return sorted(state["schemas"], key=lambda schema: schema["position"])


def _matrix(feeds: dict[str, list[Schema]]) -> tuple[Sequence[str], Iterator[Sequence[Any]]]:
    """A row for each file and column: the whole comparison in a form to sort and filter."""
    header = ("feed", "file", "rows", "position", "column", "type")
    rows = (
        (feed, schema["name"], schema["rows"], number, column, kind)
        for feed, files in feeds.items()
        for schema in files
        for number, (column, kind) in enumerate(schema["columns"].items(), 1)
    )
    return header, rows


def _answer(
    state: State, feeds: dict[str, list[Schema]], drift: list[dict[str, Any]], problems: list[str]
) -> dict[str, Any]:
    lines = [f"{code(each['file'])}: {'; '.join(each['changes'])}" for each in drift]
    parts = [listed(lines, SHOWN, "schema_drift.json")]
    if problems:
        parts.append(
            "Could not be read:\n" + listed([plain(each) for each in problems], SHOWN, "schema_drift.json")
        )
    alone = [files[0]["name"] for files in feeds.values() if len(files) == 1]
    if alone:
        parts.append(
            "Nothing to compare with:\n" + listed([code(name) for name in alone], SHOWN, "schemas.csv")
        )
    rows = sum(schema["rows"] for schema in state["schemas"])
    return {
        "finding": _finding(state, feeds, drift, problems),
        "numbers": {
            "Files": state["count"],
            "Feeds": len(feeds),
            "Files with changes": len(drift),
            "Rows": rows,
        },
        "details": "\n\n".join(filter(None, parts)),
    }


def _finding(
    state: State, feeds: dict[str, list[Schema]], drift: list[dict[str, Any]], problems: list[str]
) -> str:
    """Where the schema changes first; else that it stays as it is."""
    unread = f"; {counted(len(problems), 'file')} could not be read" if problems else ""
    if drift:
        first = f"first in {code(drift[0]['file'])}"
        return f"The schema changes in {len(drift):,} of {counted(state['count'], 'file')}, {first}{unread}."
    if not any(len(files) > 1 for files in feeds.values()):
        return f"No two of the {state['count']:,} files could be compared{unread}."
    widths = {len(schema["columns"]) for files in feeds.values() for schema in files}
    columns = f" of {counted(widths.pop(), 'column')}" if len(widths) == 1 else ""
    read = state["count"] - len(problems)
    return f"The schema{columns} is the same in all {read:,} files that were read{unread}."


def _saved(name: str, content: Any, state: State) -> str:
    return save_artifact(name, content, kind="schemas", created_by="compare", parents=list(state["file"]))
