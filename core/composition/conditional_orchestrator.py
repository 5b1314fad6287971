"""Workflows that run where their rule holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.base_workflow import BaseWorkflow, WorkflowMetadata
from core.composition.aggregators import by_name
from core.composition.composed_workflow import ComposedWorkflow
from core.composition.default_registry import registry_or_default
from core.composition.labels import label_for
from core.composition.plan import Plan
from core.composition.view import View
from core.composition.workflow_step import WorkflowStep, WorkflowTask
from core.registry.source import Known

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph

Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rule:
    """A workflow, when it runs, and how early among others."""

    condition: Callable[[Context], bool]
    workflow: str
    priority: int


class ConditionalOrchestrator(BaseWorkflow):
    """Runs every workflow whose rule holds for the inputs, in turn, the highest priority first."""

    def __init__(
        self,
        registry: Known | None = None,
        *,
        name: str = "conditional_orchestrator",
        description: str = "Runs the workflows whose rules hold",
        **about: Any,
    ) -> None:
        self._rules: list[Rule] = []
        self._registry = registry
        self._about = {"name": name, "description": description, **about}

    def add_rule(self, condition: Callable[[Context], bool], workflow: str, priority: int = 0) -> None:
        """Add a rule; its condition is given the inputs by name, and the words as ``input``."""
        self._rules.append(Rule(condition, workflow, priority))

    def evaluate(self, context: Context) -> list[str]:
        """The workflows whose rules hold, by priority, then in the order in which they were added."""
        return list(dict.fromkeys(rule.workflow for rule in self._ordered() if rule.condition(context)))

    def execute(self, session_id: str, initial_input: Mapping[str, Any]) -> dict[str, Any]:
        """Run it for a caller without a conversation; see :meth:`ComposedWorkflow.execute`."""
        return self._composed().execute(session_id, initial_input)

    def get_metadata(self) -> WorkflowMetadata:
        """What it says of itself; raises UserFacingError where it cannot be."""
        return self._composed().get_metadata()

    def get_compiled_graph(self) -> "CompiledGraph":
        """A fresh graph of the rules as they are now."""
        return self._composed().get_compiled_graph()

    def _ordered(self) -> list[Rule]:
        return sorted(self._rules, key=lambda rule: -rule.priority)

    def _composed(self) -> ComposedWorkflow:
        steps: dict[str, WorkflowStep] = {}
        for workflow in dict.fromkeys(rule.workflow for rule in self._ordered()):
            task = WorkflowTask(label_for(workflow, steps), workflow, {})
            steps[task.label] = WorkflowStep((task,), by_name, self._condition(workflow))
        return ComposedWorkflow(Plan(self._about, tuple(steps.values())), registry_or_default(self._registry))

    def _condition(self, workflow: str) -> Callable[[View], bool]:
        """Whether any rule for a workflow holds; it runs once, as early as the first of them says."""
        rules = tuple(rule for rule in self._rules if rule.workflow == workflow)
        return lambda view: any(rule.condition(view.context) for rule in rules)
