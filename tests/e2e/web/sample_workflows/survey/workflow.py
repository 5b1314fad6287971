"""Asks one question, of the kind that the last word of the message names."""

from typing import Any

from typing_extensions import TypedDict

from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata

QUESTIONS = {
    "side": WorkflowInputParameter(
        name="side",
        description="a side",
        type="choice",
        choices={"left": [], "right": []},
        prompt="Which side?",
    ),
    "table": WorkflowInputParameter(
        name="table", description="a table's name", prompt="Which table?", example="SALES_DAY"
    ),
    "count": WorkflowInputParameter(
        name="count", description="a count", type="integer", prompt="How many?", example=3
    ),
    "listing": WorkflowInputParameter(
        name="listing",
        description="the listing",
        type="file",
        kind="listing",
        suffixes=[".lst"],
        prompt="Which listing?",
    ),
}


class State(TypedDict, total=False):
    input: str
    output: str


def ask(state: State) -> State:
    from core.tools.questions import ask_person
    from core.tools.workspace import input_path

    wanted = state["input"].split()[-1]
    said = ask_person(QUESTIONS[wanted])
    if wanted != "listing":
        return {"output": f"You said {said}."}
    name, path = input_path(said[0])
    return {"output": f"{name} says {path.read_text().strip()}."}


class Survey(BaseWorkflow):
    def get_metadata(self) -> WorkflowMetadata:
        return WorkflowMetadata(name="survey", description="Asks a person one thing")

    def get_compiled_graph(self) -> Any:
        from langgraph.graph import END, START, StateGraph

        graph = StateGraph(State)
        graph.add_node("ask", ask)
        graph.add_edge(START, "ask")
        graph.add_edge("ask", END)
        return graph.compile()
