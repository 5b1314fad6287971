"""Workflows that run when those are done on which they depend."""

from collections.abc import Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING, Any

from core.base_workflow import BaseWorkflow, WorkflowMetadata
from core.composition.aggregators import by_name
from core.composition.composed_workflow import ComposedWorkflow
from core.composition.default_registry import registry_or_default
from core.composition.labels import label_for
from core.composition.plan import Plan
from core.composition.workflow_step import WorkflowStep, WorkflowTask
from core.errors import UserFacingError
from core.registry.source import Known

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


class WorkflowDependencyGraph(BaseWorkflow):
    """Runs workflows level by level, those of a level side by side; each finds the results in its context."""

    def __init__(
        self,
        registry: Known | None = None,
        *,
        name: str = "workflow_dependency_graph",
        description: str = "Runs workflows in the order of their dependencies",
        **about: Any,
    ) -> None:
        self._dependencies: dict[str, list[str]] = {}
        self._registry = registry
        self._about = {"name": name, "description": description, **about}

    def add_dependency(self, workflow: str, depends_on: Sequence[str]) -> None:
        """Let a workflow run after others; what is said again is added."""
        known = self._dependencies.setdefault(workflow, [])
        known += [each for each in depends_on if each not in known]
        for each in depends_on:
            self._dependencies.setdefault(each, [])

    def resolve_execution_order(self) -> list[list[str]]:
        """The workflows by level, each level sorted; raises UserFacingError where they wait in a circle."""
        return _levels(self._dependencies)

    def execute_with_dependencies(
        self, target_workflow: str, session_id: str, initial_input: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        """Run a workflow and all on which it depends; see :meth:`ComposedWorkflow.execute`."""
        return self._composed(self._needed(target_workflow)).execute(session_id, initial_input or {})

    def get_metadata(self) -> WorkflowMetadata:
        """What it says of itself; raises UserFacingError where it cannot be."""
        return self._composed(self._dependencies).get_metadata()

    def get_compiled_graph(self) -> "CompiledGraph":
        """A fresh graph of all workflows."""
        return self._composed(self._dependencies).get_compiled_graph()

    def _needed(self, target: str) -> dict[str, list[str]]:
        """A workflow with all on which it depends."""
        if target not in self._dependencies:
            raise UserFacingError(f"'{target[:64]}' is not among these workflows; nothing was run.")
        needed, left = dict[str, list[str]](), [target]
        while left:
            workflow = left.pop()
            if workflow not in needed:
                needed[workflow] = self._dependencies[workflow]
                left += needed[workflow]
        return needed

    def _composed(self, dependencies: Mapping[str, list[str]]) -> ComposedWorkflow:
        labels: dict[str, str] = {}
        for workflow in dependencies:
            labels[workflow] = label_for(workflow, labels.values())
        steps = [
            WorkflowStep(tuple(WorkflowTask(labels[each], each, {}) for each in level), by_name)
            for level in _levels(dependencies)
        ]
        return ComposedWorkflow(Plan(self._about, steps), registry_or_default(self._registry))


def _levels(dependencies: Mapping[str, list[str]]) -> list[list[str]]:
    sorter = TopologicalSorter(dependencies)
    try:
        sorter.prepare()
    except CycleError as error:
        circle = " after ".join(reversed(error.args[1]))
        raise UserFacingError(f"These workflows wait for each other, so none can run: {circle}.") from error
    levels: list[list[str]] = []
    while sorter.is_active():
        ready = sorter.get_ready()
        levels.append(sorted(ready))
        sorter.done(*ready)
    return levels
