"""A step of a composition: a workflow, or several side by side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.composition.view import Response, View

Condition = Callable[[View], bool]
"""Whether a step is to be run."""

Aggregator = Callable[[Sequence[Response]], Any]
"""Makes one result, text or a mapping, of the responses of workflows that ran side by side."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A value that is given as it stands."""

    value: Any


Parameters = Mapping[str, "str | Constant"] | Callable[[View], Mapping[str, Any]]
"""A step's parameters by name: from where (a dotted name) or what; or what makes them during a run."""


@dataclass(frozen=True, slots=True)
class WorkflowTask:
    """One workflow (``name`` or ``name@version``) that a step runs; its response stands under ``label``."""

    label: str
    workflow_name: str
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class WorkflowStep:
    """Its tasks run side by side. Without a condition it always runs."""

    tasks: tuple[WorkflowTask, ...]
    aggregator: Aggregator
    condition: Condition | None = None

    @property
    def workflow_names(self) -> list[str]:
        """The workflows that it runs."""
        return [task.workflow_name for task in self.tasks]

    @property
    def label(self) -> str:
        """What the step is called."""
        return " and ".join(task.label for task in self.tasks)
