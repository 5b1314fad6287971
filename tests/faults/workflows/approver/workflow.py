"""Does something after an approval."""

from typing import Any

from typing_extensions import TypedDict

from core.base_workflow import BaseWorkflow, WorkflowMetadata


class State(TypedDict, total=False):
    input: str
    people: list[str]
    output: str


def demand(state: State) -> State:
    from core.tools.approvals import require_approval

    return {"people": list(require_approval(f"Close {state['input'].split()[-1]}", people=1))}


def close(state: State) -> State:
    import os
    from pathlib import Path

    entry = state["input"].split()[-1]
    with Path(os.environ["FAULTS_STEPS"]).open("a", encoding="utf-8") as stream:
        stream.write(f"{entry} taken {','.join(state['people'])}\n")
    return {"output": f"{entry} is closed."}


class Approver(BaseWorkflow):
    def get_metadata(self) -> WorkflowMetadata:
        return WorkflowMetadata(name="approver", description="Closes a ledger")

    def get_compiled_graph(self) -> Any:
        from langgraph.graph import END, START, StateGraph

        graph = StateGraph(State)
        graph.add_node("demand", demand)
        graph.add_node("close", close)
        graph.add_edge(START, "demand")
        graph.add_edge("demand", "close")
        graph.add_edge("close", END)
        return graph.compile()
