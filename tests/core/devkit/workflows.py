"""Workflows made of a few nodes, for tests of what tries workflows out."""

from collections.abc import Callable, Sequence
from operator import add
from typing import Annotated, Any

from typing_extensions import TypedDict

from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata


class State(TypedDict, total=False):
    input: str
    query: str
    context: dict[str, Any]
    parameters: dict[str, Any]
    session_id: str
    workflow_name: str
    ledger: list[str]
    numbers: Annotated[list[int], add]
    success: bool
    result: Any
    output: Any
    metadata: dict[str, Any]
    artifacts: list[str]
    errors: list[str]
    answer: dict[str, Any]


Node = Callable[..., Any]

LEDGER = WorkflowInputParameter(
    name="ledger",
    description="the ledger to read",
    type="file",
    kind="ledger",
    suffixes=[".led"],
    prompt="Which ledger?",
)


class Nodes(BaseWorkflow):
    """The nodes one after the other; a tuple of nodes stands side by side."""

    def __init__(self, *nodes: Any, inputs: Sequence[WorkflowInputParameter] = ()) -> None:
        self._nodes = nodes
        self._inputs = inputs

    def get_metadata(self) -> WorkflowMetadata:
        return WorkflowMetadata(
            name="ledger_reader",
            description="Reads ledgers",
            capabilities=["Read a ledger"],
            example_queries=["Read this ledger"],
            subjects=["ledger"],
            required_inputs=list(self._inputs),
        )

    def get_compiled_graph(self) -> Any:
        from langgraph.graph import END, START, StateGraph

        graph: Any = StateGraph(State)
        before: Any = START
        for step in self._nodes:
            names = []
            for node in step if isinstance(step, tuple) else (step,):
                names.append(getattr(node, "__name__", "nested"))
                graph.add_node(names[-1], node)
                for name in before if isinstance(before, list) else ():
                    graph.add_edge(name, names[-1])
                if isinstance(before, str):
                    graph.add_edge(before, names[-1])
            before = names if len(names) > 1 else names[0]
        graph.add_edge(before, END)
        return graph.compile()


def done(_state: State) -> State:
    """A node that ends well."""
    return {"success": True, "result": "done"}
