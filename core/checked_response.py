"""Holding a workflow's end to its contract."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from core.contracts import WorkflowResponse
from core.errors import UserFacingError

CONTRACT = WorkflowResponse.model_fields.keys()


def checked_response(name: str, output: Any, seconds: float) -> WorkflowResponse:
    """A graph's final state as a response; raises UserFacingError if it breaks the contract.

    A graph that only leaves ``output`` (as small examples do) is taken as successful with that result.
    """
    state = output if isinstance(output, Mapping) else {}
    fields = {key: value for key, value in state.items() if key in CONTRACT}
    if "success" not in fields and "output" in state:
        fields |= {"success": True, "result": state["output"]}
    given = fields.get("metadata") or {}
    known = {"workflow_name": name, "execution_time": round(seconds, 3), "iterations": 1}
    metadata = known | given if isinstance(given, dict) else given
    try:
        return WorkflowResponse.model_validate({**fields, "metadata": metadata})
    except ValidationError as error:
        raise UserFacingError(
            f"The workflow {name} ended without a valid response; tell its author: {_first(error)}."
        ) from error


def _first(error: ValidationError) -> str:
    """The first thing that is wrong, in a few words."""
    problem = error.errors()[0]
    return f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg'].lower()}"
