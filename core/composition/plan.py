"""What a composition comes down to: how it presents itself, and its steps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.composition.workflow_step import WorkflowStep, WorkflowTask
from core.contracts import WorkflowInputParameter
from core.registry.version import split


@dataclass(frozen=True, slots=True)
class Plan:
    """``about`` are the fields of its metadata that are known already, its name and description among them.

    ``inputs`` are declared by the composition itself, beside those that its workflows declare.
    """

    about: dict[str, Any]
    steps: Sequence[WorkflowStep]
    inputs: Sequence[WorkflowInputParameter] = field(default=())

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.about["name"])

    def tasks(self) -> Iterator[tuple[WorkflowStep, WorkflowTask]]:
        """Every task with its step, in order."""
        return ((step, task) for step in self.steps for task in step.tasks)

    def parts(self) -> list[str]:
        """The names of its workflows, each once."""
        return list(dict.fromkeys(split(task.workflow_name)[0] for _, task in self.tasks()))
