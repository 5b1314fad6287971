"""The steps: examine, repair, examine again; at last, write."""

from typing import Any, Literal

from core.tools.progress import report_progress
from core.tools.tables import SEPARATORS, Table, open_table
from core.tools.telling import code, counted, joined, listed
from core.tools.text_encoding import NAMES
from core.tools.workspace import save_artifact

from .outcome import Outcome
from .repairs import SAID
from .state import State
from .survey import Survey

SHOWN = 10
UNITS = {"header": "name", "width": "row", "repeats": "row"}
"""What a repair changes, where that is not a cell."""


def examine(state: State) -> State:
    """Look at all rows as they are now, and name the next repair."""
    repairs = state.get("repairs", [])
    report_progress(f"round {len(repairs) + 1}")
    survey = Survey(open_table(state["file"]), repairs, report_progress)
    return {"next_repair": survey.next_repair(), "doubts": list(survey.doubts()), "rows": survey.rows}


def goes_on(state: State) -> Literal["repair", "write"]:
    """Another round, as long as there is something to repair."""
    return "repair" if state["next_repair"] else "write"


def repair(state: State) -> State:
    """Take the repair into the list; the next look at the rows sees what it does."""
    chosen = state["next_repair"] or {}
    report_progress(SAID[chosen["name"]])
    return {"repairs": [chosen]}


def write(state: State) -> State:
    """Write the repaired file, every change, and the rows that were put aside; then tell."""
    repairs, table = state.get("repairs", []), open_table(state["file"])
    outcome, notation = Outcome(table, repairs), _notation(table)
    saved = _saved(outcome, state) if repairs or notation else []
    result = {
        "file": table.name,
        "rounds": [{"repair": each["name"], "changes": outcome.counts[each["name"]]} for each in repairs],
        "rows": state["rows"],
        "kept": outcome.counts["kept"] if saved else state["rows"],
        "aside": outcome.counts["aside"],
        "repeats": outcome.counts["repeats"],
        "formulas": outcome.counts["formulas"],
        "rewritten_from": notation,
        "doubts": state["doubts"],
    }
    return {
        "success": True,
        "result": result,
        "metadata": {"iterations": len(repairs) + 1},
        "artifacts": saved,
        "answer": _answer(result),
    }


def _notation(table: Table) -> list[str]:
    """What is different about the file as a whole from UTF-8 with commas."""
    found = [] if table.encoding == "utf-8" else [NAMES[table.encoding]]
    return found if table.separator == "," else [*found, f"{SEPARATORS[table.separator]}s between the cells"]


def _saved(outcome: Outcome, state: State) -> list[str]:
    """The files; that of the rows put aside only where there are some."""
    made = [_save("repaired.csv", outcome.kept(), state), _save("changes.csv", outcome.changes(), state)]
    return [*made, _save("aside.csv", outcome.aside(), state)] if outcome.counts["aside"] else made


def _save(name: str, content: Any, state: State) -> str:
    return save_artifact(name, content, kind="repaired", created_by="write", parents=list(state["file"]))


def _answer(result: dict[str, Any]) -> dict[str, Any]:
    """Whether it is clean now; then what each round did, and what is left to a person."""
    doubts = result["doubts"]
    rounds = [_round(each) for each in result["rounds"]]
    if result["rewritten_from"]:
        rounds.append(f"Wrote the file as UTF-8 with commas; it was {joined(result['rewritten_from'])}.")
    parts = [listed(rounds, SHOWN, "changes.csv")]
    if doubts:
        parts.append("Left as it is, because only you can know:\n" + listed(doubts, SHOWN, "the file"))
    return {
        "finding": f"{code(result['file'])} {_verdict(result, len(rounds))}.",
        "numbers": {
            "Rows": result["rows"],
            "Kept": result["kept"],
            "Put aside": result["aside"],
            "Rounds": len(result["rounds"]) + 1,
        },
        "details": "\n\n".join(filter(None, parts)),
        "next_steps": _next_steps(result),
    }


def _verdict(result: dict[str, Any], rounds: int) -> str:
    left = f"{counted(len(result['doubts']), 'thing')} left to you" if result["doubts"] else ""
    if not rounds:
        return f"needs no repair that is certain; there is {left}" if left else "needs no repair"
    if result["rows"] and not result["kept"]:
        return "is no table that I can repair: no row has as many cells as its header"
    kept = f"repaired.csv holds {result['kept']:,} of {counted(result['rows'], 'row')}"
    return f"is repaired as far as that is certain, with {left}: {kept}" if left else f"is clean now: {kept}"


def _next_steps(result: dict[str, Any]) -> list[str]:
    steps = list[str]()
    if result["aside"]:
        ragged, repeats = result["aside"] - result["repeats"], result["repeats"]
        why = [f"{counted(ragged, 'row')} with too few or too many cells"] if ragged else []
        why += (
            [f"{counted(repeats, 'row')} that {'repeats' if repeats == 1 else 'repeat'} an earlier one"]
            if repeats
            else []
        )
        steps.append(f"Look at aside.csv for what is not in repaired.csv: {joined(why)}.")
    if result["formulas"]:
        cells = counted(result["formulas"], "cell")
        steps.append(f"Load repaired.csv, do not open it in a spreadsheet: {cells} would run as formulas.")
    return steps


def _round(done: dict[str, Any]) -> str:
    """What one round did, and to how much."""
    name, changes = done["repair"], done["changes"]
    said = SAID[name]
    return f"{said[0].upper()}{said[1:]}: {counted(changes, UNITS.get(name, 'cell'))}."
