"""Books an entry: one step, four side by side, one with an effect, one with the answer."""

from operator import add
from typing import Annotated, Any

from typing_extensions import TypedDict

from core.base_workflow import BaseWorkflow, WorkflowMetadata
from tests.faults.dying import die_at, work_until_dead

SIDES = ("north", "east", "south", "west")


class State(TypedDict, total=False):
    input: str
    entry: str
    sides: Annotated[list[str], add]
    success: bool
    result: str
    artifacts: list[str]


def _note(entry: str, step: str) -> None:
    """Say that a step was begun, in a file that no crash takes away."""
    import os
    from pathlib import Path

    with Path(os.environ["FAULTS_STEPS"]).open("a", encoding="utf-8") as stream:
        stream.write(f"{entry} {step}\n")


def _wait() -> None:
    """Work until a test lets it go on."""
    import os
    import time
    from pathlib import Path

    while Path(os.environ["FAULTS_HOLD"]).exists():
        time.sleep(0.02)


def open_ledger(state: State) -> State:
    entry = state["input"].split()[-1]
    _note(entry, "open_ledger")
    return {"entry": entry}


def _side(name: str) -> Any:
    def look(state: State) -> State:
        _note(state["entry"], name)
        if name == "south":
            die_at("in one of four branches")
        return {"sides": [name]}

    look.__name__ = name
    return look


def book(state: State) -> State:
    from core.tools.progress import report_progress
    from core.tools.workspace import save_artifact

    _note(state["entry"], "book")
    _wait()
    work_until_dead("in a node")
    report_progress("writing it down")
    text = ", ".join(sorted(state["sides"])) + "\n"
    saved = save_artifact(f"{state['entry']}.txt", text, kind="entry", created_by="book", parents=[])
    die_at("after an effect")
    return {"artifacts": [saved]}


def report(state: State) -> State:
    _note(state["entry"], "report")
    said = f"{state['entry']} is booked on {len(state['sides'])} sides."
    return {"success": True, "result": said}


class Bookkeeper(BaseWorkflow):
    def get_metadata(self) -> WorkflowMetadata:
        return WorkflowMetadata(
            name="bookkeeper",
            description="Books an entry in the ledger of vouchers",
            capabilities=["Book a voucher"],
            example_queries=["Book the voucher v0001"],
            subjects=["voucher", "vouchers"],
        )

    def get_compiled_graph(self) -> Any:
        from langgraph.graph import END, START, StateGraph

        graph = StateGraph(State)
        graph.add_node("open_ledger", open_ledger)
        graph.add_edge(START, "open_ledger")
        graph.add_node("book", book)
        for name in SIDES:
            graph.add_node(name, _side(name))
            graph.add_edge("open_ledger", name)
        graph.add_edge(list(SIDES), "book")
        graph.add_node("report", report)
        graph.add_edge("book", "report")
        graph.add_edge("report", END)
        return graph.compile()
