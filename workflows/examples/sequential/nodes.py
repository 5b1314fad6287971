"""The steps: read both headers, choose the key, match the rows, report."""

from typing import Any

import orjson

from core.errors import UserFacingError
from core.tools.csv_files import csv_table
from core.tools.progress import report_progress
from core.tools.questions import ask_person
from core.tools.tables import Table, open_tables
from core.tools.telling import code, counted, joined, listed
from core.tools.workspace import save_artifact

from .keys import key_found, key_question, keys_named, keys_said
from .matching import HEADER, SHOWN, Matching
from .state import State

MOST_COLUMNS = 10
"""Columns that an answer names."""


def read(state: State) -> State:
    """Both headers: what the files have in common, and what only one of them has."""
    before, after = _tables(state)
    common = [name for name in before.columns if name in after.columns]
    if not common:
        raise UserFacingError(
            f"{before.name} and {after.name} have no column in common, so there is nothing to compare; "
            "check whether they belong together."
        )
    return {
        "common": common,
        "only_before": [name for name in before.columns if name not in common],
        "only_after": [name for name in after.columns if name not in common],
    }


def choose_key(state: State) -> State:
    """The key that was said; else one that the rows show; else whatever a person answers."""
    common = state["common"]
    said = keys_named(state.get("key") or "", common) or keys_said(state.get("input", ""), common)
    if said:
        return {"keys": said}
    found = key_found(_tables(state), common)
    return {"keys": [found] if found else keys_named(ask_person(key_question(common)), common)}


def match(state: State) -> State:
    """Join the rows by the key, and write every difference down."""
    before, after = _tables(state)
    matching = Matching(before, after, state["keys"], state["common"], report_progress)
    saved = save_artifact(
        "differences.csv",
        csv_table(HEADER, matching.lines()),
        kind="differences",
        created_by="match",
        parents=list(state["file"]),
    )
    return {
        "differences": saved,
        "counts": dict(matching.counts),
        "changed_columns": dict(matching.columns.most_common()),
        "shown": matching.shown,
    }


def report(state: State) -> State:
    """Say how the two differ."""
    before, after = _tables(state)
    counts = state["counts"]
    result = {
        "before": before.name,
        "after": after.name,
        "key": state["keys"],
        "agree": not _differences(counts),
        **{name.replace(" ", "_"): counts.get(name, 0) for name in COUNTED},
        "changed_columns": state["changed_columns"],
        "columns_only_before": state["only_before"],
        "columns_only_after": state["only_after"],
    }
    summary = save_artifact(
        "reconciliation.json",
        orjson.dumps(result, option=orjson.OPT_INDENT_2),
        kind="reconciliation",
        created_by="report",
        parents=[state["differences"]],
    )
    return {
        "success": True,
        "result": result,
        "artifacts": [state["differences"], summary],
        "answer": _answer(state, before, after),
    }


COUNTED = {
    "rows_before": "Rows before",
    "rows_after": "Rows after",
    "same": "Same",
    "missing": "Missing",
    "extra": "Extra",
    "changed": "Changed",
    "repeated key": "Rows with a repeated key",
    "without a key": "Rows without a key",
    "written differently": "Numbers only written differently",
}
"""What is counted, and how it is called."""

ALWAYS = 6
"""How many of those are told also where they are none."""


def _tables(state: State) -> tuple[Table, Table]:
    """The two, in the order in which they were attached."""
    tables = open_tables(state["file"])
    if len(tables) != 2:
        raise UserFacingError(
            f"I reconcile two CSVs, and there {'is' if len(tables) == 1 else 'are'} {len(tables)}; attach "
            "both to one message, the older one first."
        )
    return tables[0], tables[1]


def _differences(counts: dict[str, int]) -> int:
    """Rows in which the two differ."""
    return sum(counts.get(name, 0) for name in ("missing", "extra", "changed"))


def _answer(state: State, before: Table, after: Table) -> dict[str, Any]:
    counts = state["counts"]
    two = f"{code(after.name)} against {code(before.name)} by {joined([code(key) for key in state['keys']])}"
    same = counted(counts.get("same", 0), "row")
    verdict = (
        f"{counts.get('missing', 0):,} missing, {counts.get('extra', 0):,} extra, "
        f"{counts.get('changed', 0):,} changed; {same} the same"
    )
    numbers = {
        label: counts.get(name, 0)
        for position, (name, label) in enumerate(COUNTED.items())
        if position < ALWAYS or counts.get(name)
    }
    return {
        "finding": f"{two}: {verdict if _differences(counts) else f'they agree in all {same}'}.",
        "numbers": numbers,
        "details": "\n\n".join(_details(state)),
        "next_steps": _next_steps(counts, state["keys"]),
    }


def _details(state: State) -> list[str]:
    """The columns that changed, the columns that only one file has, the first differences."""
    parts = list[str]()
    if state["changed_columns"]:
        lines = [
            f"{code(name)}: in {counted(count, 'row')}" for name, count in state["changed_columns"].items()
        ]
        parts.append("Columns that changed:\n" + listed(lines, MOST_COLUMNS, "reconciliation.json"))
    for which, names in (("before", state["only_before"]), ("after", state["only_after"])):
        if names:
            shown = joined([code(name) for name in names[:MOST_COLUMNS]])
            parts.append(f"Only the file {which} has {shown}; that was not compared.")
    if state["shown"]:
        first = "The first differences" if len(state["shown"]) == SHOWN else "The differences"
        parts.append(f"{first}:\n" + "\n".join(f"- {line}" for line in state["shown"]))
    return parts


def _next_steps(counts: dict[str, int], keys: list[str]) -> list[str]:
    if not counts.get("repeated key"):
        return []
    named = joined([code(key) for key in keys])
    step = f"{named} is not unique: of rows with the same key only the first was compared. "
    return [f'{step}Say a better key, like "by order_id, line".']
