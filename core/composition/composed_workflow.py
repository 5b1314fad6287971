"""A composition as a workflow, which a registry can hold."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.base_workflow import BaseWorkflow, WorkflowMetadata
from core.composition.checking import checked_metadata
from core.composition.plan import Plan
from core.registry.source import Known

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


class ComposedWorkflow(BaseWorkflow):
    """It is checked where it is made: ``checked_with`` are the workflows then, ``known`` those that it runs.

    Raises UserFacingError where it cannot be.
    """

    def __init__(self, plan: Plan, known: Known, checked_with: Known | None = None) -> None:
        self._plan = plan
        self._known = known
        self._metadata = checked_metadata(plan, checked_with or known)

    def get_metadata(self) -> WorkflowMetadata:
        """What it says of itself, with the inputs that its workflows need."""
        return self._metadata

    def get_compiled_graph(self) -> "CompiledGraph":
        """A fresh graph over the workflows as they are now."""
        from core.composition.graph import compiled  # LangGraph takes two seconds to import

        return compiled(self._plan, self._known)

    def execute(self, session_id: str, initial_input: Mapping[str, Any]) -> dict[str, Any]:
        """Run it for a caller without a conversation; the response as plain data. Blocking.

        Files go where the current workspace says. Raises UserFacingError for a missing input, and where a
        step asks a person, because nobody is there.
        """
        from core.composition.execution import executed

        return executed(self, session_id, initial_input)
