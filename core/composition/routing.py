"""Which step comes next."""

import structlog

from core.composition.plan import Plan
from core.composition.report import Progress
from core.composition.state import State, view_of
from core.composition.view import View
from core.errors import UserFacingError

logger = structlog.get_logger()

FINISH = "finish"


def after(plan: Plan, number: int, inputs: tuple[str, ...], state: State) -> list[str]:
    """The nodes after a step: those of the next one whose condition holds; the end after a failure."""
    if Progress(plan, state).failed is not None:
        return [FINISH]
    view = view_of(plan, state, inputs)
    for following in range(number + 1, len(plan.steps)):
        if _holds(plan, following, view, state):
            return [task.label for task in plan.steps[following].tasks]
    return [FINISH]


def _holds(plan: Plan, number: int, view: View, state: State) -> bool:
    """Whether a step is to be run; raises UserFacingError where its condition does not work."""
    step = plan.steps[number]
    if step.condition is None:
        return True
    try:
        return bool(step.condition(view))
    except Exception as error:
        logger.warning("condition_failed", step=step.label, composition=plan.name, exc_info=error)
        ran = Progress(plan, state).told_until(number)
        raise UserFacingError(
            f"{plan.name} stopped before {step.label}: whether it is needed cannot be decided from what "
            f"there is; tell its author. {ran}"
        ) from error
