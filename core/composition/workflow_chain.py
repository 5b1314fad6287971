"""Workflows one after the other."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from core.base_workflow import BaseWorkflow, WorkflowMetadata
from core.composition.aggregators import by_name
from core.composition.composed_workflow import ComposedWorkflow
from core.composition.default_registry import registry_or_default
from core.composition.labels import label_for
from core.composition.plan import Plan
from core.composition.view import Response, View
from core.composition.workflow_step import (
    Aggregator,
    Condition,
    Constant,
    Parameters,
    WorkflowStep,
    WorkflowTask,
)
from core.registry.source import Known

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph

Mapped = Mapping[str, "str | Constant"] | Callable[[Response], Mapping[str, Any]]


class WorkflowChain(BaseWorkflow):
    """A chain of workflows of a registry, this process's own unless another is given.

    ``about`` are further fields of its metadata. What its workflows need and no step gives them is an input
    of the chain.
    """

    def __init__(
        self,
        registry: Known | None = None,
        *,
        name: str = "workflow_chain",
        description: str = "Runs workflows one after the other",
        **about: Any,
    ) -> None:
        self.steps: list[WorkflowStep] = []
        self._registry = registry
        self._about = {"name": name, "description": description, **about}

    def add_step(
        self,
        workflow_name: str,
        condition: Callable[[Response], bool] | None = None,
        parameter_mapping: Mapped | None = None,
        *,
        name: str | None = None,
    ) -> None:
        """Add a workflow (``name`` or ``name@version``).

        ``condition`` and a callable ``parameter_mapping`` are given the response before it, before the first
        step the inputs as its ``result``. A mapping holds dotted names (``input.NAME``, ``words``,
        ``previous.result.NAME``, ``steps.STEP.result.NAME``) or a ``Constant`` by parameter. ``name`` is what
        the step is called, else it is the workflow's name.
        """
        label = name or label_for(workflow_name, self._labels())
        task = WorkflowTask(label, workflow_name, _parameters(parameter_mapping))
        self.steps.append(WorkflowStep((task,), by_name, _condition(condition)))

    def add_parallel(self, workflow_names: Sequence[str], aggregator: Aggregator = by_name) -> None:
        """Add workflows that run side by side; the aggregator makes one result of their responses."""
        tasks: list[WorkflowTask] = []
        for workflow_name in workflow_names:
            label = label_for(workflow_name, [*self._labels(), *(task.label for task in tasks)])
            tasks.append(WorkflowTask(label, workflow_name, {}))
        self.steps.append(WorkflowStep(tuple(tasks), aggregator))

    def execute(self, session_id: str, initial_input: Mapping[str, Any]) -> dict[str, Any]:
        """Run the chain for a caller without a conversation; see :meth:`ComposedWorkflow.execute`."""
        return self._composed().execute(session_id, initial_input)

    def get_metadata(self) -> WorkflowMetadata:
        """What it says of itself; raises UserFacingError for a chain that cannot be."""
        return self._composed().get_metadata()

    def get_compiled_graph(self) -> "CompiledGraph":
        """A fresh graph of the steps as they are now."""
        return self._composed().get_compiled_graph()

    def _composed(self) -> ComposedWorkflow:
        return ComposedWorkflow(Plan(self._about, tuple(self.steps)), registry_or_default(self._registry))

    def _labels(self) -> list[str]:
        return [task.label for step in self.steps for task in step.tasks]


def _condition(condition: Callable[[Response], bool] | None) -> Condition | None:
    return None if condition is None else lambda view: condition(view.previous)


def _parameters(mapping: Mapped | None) -> Parameters:
    """A mapping as it is; a function of the response before."""
    if mapping is None:
        return {}
    if isinstance(mapping, Mapping):
        return mapping

    def made(view: View) -> Mapping[str, Any]:
        return mapping(view.previous)

    return made
