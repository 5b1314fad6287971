"""Asking a person in the middle of a workflow."""

from typing import Any

from core.contracts import WorkflowInputParameter


def ask_person(parameter: WorkflowInputParameter) -> Any:
    """Ask in the thread and return the answer, validated; the run waits for days if it must.

    The node runs again from its first line when the answer is there: what stands before must be free of
    side effects.
    """
    from langgraph.types import interrupt

    return interrupt(parameter.model_dump(mode="json"))
