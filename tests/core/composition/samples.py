"""Workflows of one step, made in a test, and a registry that holds them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from core.base_workflow import BaseWorkflow, WorkflowInputParameter, WorkflowMetadata
from core.contracts import WorkflowResponse
from core.workflow_registry import WorkflowRegistry

Work = Callable[[dict[str, Any]], Mapping[str, Any]]


class Sample(BaseWorkflow):
    """One step that does what a test says; ``given`` are the states with which it was called."""

    def __init__(self, name: str, work: Work, *inputs: WorkflowInputParameter, **about: Any) -> None:
        self.given: list[dict[str, Any]] = []
        self._name, self._work, self._inputs = name, work, inputs
        self._about = {"description": f"Does {name}", **about}

    def get_metadata(self) -> WorkflowMetadata:
        return WorkflowMetadata(name=self._name, required_inputs=list(self._inputs), **self._about)

    def get_compiled_graph(self) -> Any:
        names = ["input", "query", "parameters", "context", "session_id", "output"]
        names += [*WorkflowResponse.model_fields, *(each.name for each in self._inputs)]
        made: Any = TypedDict
        graph: Any = StateGraph(made("Sample", dict.fromkeys(names, Any), total=False))
        graph.add_node(f"do_{self._name}", self._do)
        graph.add_edge(START, f"do_{self._name}")
        graph.add_edge(f"do_{self._name}", END)
        return graph.compile()

    def _do(self, state: dict[str, Any]) -> Mapping[str, Any]:
        self.given.append(dict(state))
        return self._work(state)


def saying(result: Any, **more: Any) -> Work:
    """Work that succeeds with a result."""
    return lambda _: {"success": True, "result": result, **more}


def raising(error: Exception) -> Work:
    """Work that fails."""

    def work(_: dict[str, Any]) -> Mapping[str, Any]:
        raise error

    return work


def text(name: str, **fields: Any) -> WorkflowInputParameter:
    """A declared input."""
    return WorkflowInputParameter(name=name, description=f"the {name}", **fields)


def registry_of(*workflows: BaseWorkflow) -> WorkflowRegistry:
    """A registry of these alone."""
    registry = WorkflowRegistry(())
    for workflow in workflows:
        registry.register(workflow)
    return registry


def states(response: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """What became of each workflow of a composition."""
    return [(step["name"], step["state"]) for step in response["metadata"]["steps"]]
