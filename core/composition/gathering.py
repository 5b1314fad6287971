"""Making one result of what ran side by side."""

from collections.abc import Mapping
from typing import Any

import structlog

from core.composition.outcome import failed
from core.composition.plan import Plan
from core.composition.state import State
from core.composition.workflow_step import WorkflowStep
from core.contracts import WorkflowResponse

logger = structlog.get_logger()


def gathered(plan: Plan, number: int, state: State) -> dict[str, Any]:
    """The step's result, if all its workflows have one."""
    step = plan.steps[number]
    responses = [state["outcomes"][task.label] for task in step.tasks]
    if not all(response["success"] for response in responses):
        return {}
    response = _aggregated(plan, step, responses)
    return {"results": {str(number): response.model_dump(mode="json")}}


def _aggregated(plan: Plan, step: WorkflowStep, responses: list[dict[str, Any]]) -> WorkflowResponse:
    name = plan.name
    try:
        result = step.aggregator(responses)
    except Exception:
        logger.exception("aggregator_failed", step=step.label, composition=name)
        return failed(name, "The results could not be put together; the log has the cause.")
    if not isinstance(result, str | Mapping):
        logger.error("aggregator_failed", step=step.label, composition=name, reason=type(result).__name__)
        return failed(name, "The results were put together into something that is no result.")
    return WorkflowResponse(
        success=True,
        result=result if isinstance(result, str) else dict(result),
        metadata={"workflow_name": name, "execution_time": 0.0, "iterations": len(responses)},
        artifacts=[each for response in responses for each in response["artifacts"]],
    )
