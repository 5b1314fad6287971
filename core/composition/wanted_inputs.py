"""What a composition takes: what it declares, and what its workflows need that no step gives them."""

from collections.abc import Iterator, Mapping

from core.composition.plan import Plan
from core.composition.workflow_step import WorkflowStep, WorkflowTask
from core.contracts import WorkflowInputParameter
from core.errors import UserFacingError
from core.registry.source import Known

INPUT = "input."
"""How the dotted names of the composition's own inputs begin."""


def wanted_inputs(plan: Plan, known: Known) -> list[WorkflowInputParameter]:
    """The inputs by which people are asked; raises UserFacingError where one name means two things."""
    wanted = {each.name: each for each in plan.inputs}
    for step, task in plan.tasks():
        for parameter in _open(step, task, known):
            other = wanted.setdefault(parameter.name, parameter)
            if (other.type, other.kind) != (parameter.type, parameter.kind):
                raise UserFacingError(
                    f"{plan.name} cannot be: '{parameter.name}' of {task.label} is something else than that "
                    "of another step; map one of them."
                )
            if parameter.required and not other.required:
                wanted[parameter.name] = other.model_copy(update={"required": True})
    return list(wanted.values())


def _open(step: WorkflowStep, task: WorkflowTask, known: Known) -> Iterator[WorkflowInputParameter]:
    """The inputs of a workflow that its step does not give it, or gives it from the composition's own.

    What a step may not need after all is asked for when it does.
    """
    if not isinstance(task.parameters, Mapping):
        return
    for parameter in known.get_metadata(task.workflow_name).required_inputs:
        source = task.parameters.get(parameter.name, f"{INPUT}{parameter.name}")
        if isinstance(source, str) and source.startswith(INPUT):
            always = parameter.required and step.condition is None
            yield parameter.model_copy(update={"name": source.removeprefix(INPUT), "required": always})
