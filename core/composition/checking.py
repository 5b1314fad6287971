"""Looking at a composition before anything runs: what could never work is refused in a sentence."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from core.composition.comparison import Comparisons
from core.composition.plan import Plan
from core.composition.state import OWN
from core.composition.wanted_inputs import wanted_inputs
from core.contracts import WorkflowInputParameter, WorkflowMetadata, WorkflowResponse
from core.errors import UserFacingError
from core.registry.source import Known
from core.registry.version import split

_FIELDS = "|".join(WorkflowResponse.model_fields)
_DOTTED = re.compile(
    rf"words|input\.(?P<input>\w+)|previous\.(?:{_FIELDS})(?:\.[^.\s]+)*|"
    rf"steps\.(?P<step>\w+)\.(?:{_FIELDS})(?:\.[^.\s]+)*"
)
_MOST = 100
"""Steps; a composition that needs more is better made of compositions."""


def checked_metadata(plan: Plan, known: Known) -> WorkflowMetadata:
    """What the composition says of itself; raises UserFacingError where it cannot be.

    Refused are unknown workflows, a composition inside itself, inputs that clash, names that lead nowhere.
    """
    _check_steps(plan)
    for part in _all_parts(plan, known):
        if part == plan.name:
            raise UserFacingError(f"{plan.name} cannot be a part of itself.")
    inputs = wanted_inputs(plan, known)
    _check_inputs(plan, inputs)
    for place, name, earlier in _dotted(plan):
        _check_name(plan, place, name, earlier, inputs)
    return WorkflowMetadata.model_validate(
        {**plan.about, "required_inputs": inputs, "composed_of": plan.parts()}
    )


def check_dotted(name: str) -> str:
    """A dotted name as it is; raises ValueError for anything else."""
    if _DOTTED.fullmatch(name) is None:
        raise ValueError(
            f"'{name[:60]}' leads nowhere; write input.NAME, words, previous.result.NAME or "
            "steps.STEP.result.NAME, or {value: …} for a fixed value"
        )
    return name


def require_inputs(metadata: WorkflowMetadata, given: Mapping[str, Any]) -> None:
    """Raise UserFacingError unless all that is required is there."""
    needed = (each for each in metadata.required_inputs if each.required)
    missing = [each.name for each in needed if given.get(each.name) is None]
    if missing:
        raise UserFacingError(f"{metadata.name} needs {', '.join(missing)}; nothing was run.")


def _check_steps(plan: Plan) -> None:
    if not plan.steps or not all(step.tasks for step in plan.steps):
        raise UserFacingError(f"{plan.name} cannot be: it has no steps, or one without a workflow.")
    if len(plan.steps) > _MOST:
        raise UserFacingError(f"{plan.name} cannot be: it has more than {_MOST} steps.")
    labels = [task.label for _, task in plan.tasks()]
    twice = next((label for label in labels if labels.count(label) > 1), None)
    if twice is not None:
        raise UserFacingError(f"{plan.name} cannot be: two steps are called '{twice}'.")


def _all_parts(plan: Plan, known: Known) -> Iterable[str]:
    """Its workflows, and theirs; raises UserFacingError for an unknown one."""
    left, found = [task.workflow_name for _, task in plan.tasks()], set[str]()
    while left:
        reference = left.pop()
        if split(reference)[0] == plan.name:
            yield plan.name
        elif reference not in found:
            found.add(reference)
            yield reference
            left += known.get_metadata(reference).composed_of


def _check_inputs(plan: Plan, inputs: Sequence[WorkflowInputParameter]) -> None:
    taken = next((each.name for each in inputs if each.name in OWN), None)
    if taken is not None:
        raise UserFacingError(f"{plan.name} cannot be: no input may be called '{taken}'.")


def _dotted(plan: Plan) -> Iterable[tuple[str, str, list[str]]]:
    """Every dotted name: the step where it stands, the name, and the steps before that."""
    earlier: list[str] = []
    for step in plan.steps:
        for task in step.tasks:
            given = task.parameters.values() if isinstance(task.parameters, Mapping) else ()
            yield from ((task.label, name, list(earlier)) for name in given if isinstance(name, str))
        compared = step.condition.names if isinstance(step.condition, Comparisons) else ()
        yield from ((step.label, name, list(earlier)) for name in compared)
        earlier += [task.label for task in step.tasks]


def _check_name(
    plan: Plan, place: str, name: str, earlier: Sequence[str], inputs: Sequence[WorkflowInputParameter]
) -> None:
    """Refuse a dotted name behind which nothing can stand."""
    found = _DOTTED.fullmatch(name)
    if found is None:
        wrong = "is no name of an input or of an earlier result"
    elif found["input"] is not None and found["input"] not in {each.name for each in inputs}:
        wrong = f"is no input; declare '{found['input']}' under inputs"
    elif found["step"] is not None and found["step"] not in earlier:
        wrong = f"is not there yet; '{found['step']}' is no earlier step"
    elif name.startswith("previous.") and not earlier:
        wrong = "is not there; nothing comes before the first step"
    else:
        return
    raise UserFacingError(f"{plan.name} cannot be: '{name[:80]}' in {place} {wrong}.")
