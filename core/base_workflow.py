"""The two methods that make a class a workflow."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, TypeAlias

from core.contracts import WorkflowInputParameter, WorkflowMetadata, WorkflowResponse

if TYPE_CHECKING:  # importing LangGraph takes two seconds; only building a graph needs it
    from langgraph.graph.state import CompiledStateGraph

    CompiledGraph: TypeAlias = CompiledStateGraph[Any, Any, Any, Any]

__all__ = ["BaseWorkflow", "WorkflowInputParameter", "WorkflowMetadata", "WorkflowResponse"]


class BaseWorkflow(ABC):
    """The whole contract of a workflow: say what you can do, give a graph that does it."""

    @abstractmethod
    def get_metadata(self) -> WorkflowMetadata:
        """Say what this workflow is called, can do, takes and is asked for."""

    @abstractmethod
    def get_compiled_graph(self) -> "CompiledGraph":
        """Build the graph; a fresh one on each call, compiled without a checkpointer.

        Its input holds ``input`` (the words), ``context`` and the declared parameters by name; its final
        state holds the fields of :class:`WorkflowResponse`.
        """
