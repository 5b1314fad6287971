"""Two steps; the second one waits at a gate, a file that a test writes."""

import asyncio
import os
from pathlib import Path
from typing import Any

from typing_extensions import TypedDict

from core.base_workflow import BaseWorkflow, WorkflowMetadata
from core.tools.progress import report_progress

LOOK_SECONDS = 0.02


class State(TypedDict, total=False):
    input: str
    output: str


def prepare(state: State) -> State:
    return {}


async def pass_gate(state: State) -> State:
    """Go on when the gate says open; until then, tell what else it says. The last word names the gate."""
    name = state["input"].split()[-1]
    gate = Path(os.environ["E2E_GATES"]) / name
    told = ""
    while (says := gate.read_text() if gate.exists() else "") != "open":
        if says != told:
            report_progress(says)
        told = says
        await asyncio.sleep(LOOK_SECONDS)
    return {"output": f"Passed the gate {name}."}


class GatedWork(BaseWorkflow):
    def get_metadata(self) -> WorkflowMetadata:
        return WorkflowMetadata(name="gated_work", description="Waits at a gate until it is opened")

    def get_compiled_graph(self) -> Any:
        from langgraph.graph import END, START, StateGraph

        graph = StateGraph(State)
        graph.add_node("prepare", prepare)
        graph.add_node("pass_gate", pass_gate)
        graph.add_edge(START, "prepare")
        graph.add_edge("prepare", "pass_gate")
        graph.add_edge("pass_gate", END)
        return graph.compile()
