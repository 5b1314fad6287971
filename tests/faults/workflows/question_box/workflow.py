"""Asks for a number, and says it."""

from typing import Any

from typing_extensions import TypedDict

from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata


class State(TypedDict, total=False):
    input: str
    entry: str
    said: int
    output: str


def ask(state: State) -> State:
    from core.tools.questions import ask_person

    entry = state["input"].split()[-1]
    number = WorkflowInputParameter(
        name="copies", description="a number", type="integer", prompt=f"How many copies of {entry}?"
    )
    return {"entry": entry, "said": ask_person(number)}


def take(state: State) -> State:
    import os
    from pathlib import Path

    with Path(os.environ["FAULTS_STEPS"]).open("a", encoding="utf-8") as stream:
        stream.write(f"{state['entry']} taken {state['said']}\n")
    return {"output": f"{state['entry']} gets {state['said']} copies."}


class QuestionBox(BaseWorkflow):
    def get_metadata(self) -> WorkflowMetadata:
        return WorkflowMetadata(name="question_box", description="Orders copies of a leaflet")

    def get_compiled_graph(self) -> Any:
        from langgraph.graph import END, START, StateGraph

        graph = StateGraph(State)
        graph.add_node("ask", ask)
        graph.add_node("take", take)
        graph.add_edge(START, "ask")
        graph.add_edge("ask", "take")
        graph.add_edge("take", END)
        return graph.compile()
