"""Asking a person in the middle of a workflow."""

from typing import Any

from core.contracts import WorkflowInputParameter


def ask_person(parameter: WorkflowInputParameter) -> Any:
    """Ask in the thread and return the answer, validated; the run waits for days if it must.

    A question for a file is answered by a list of artifact ids.

    The node runs again from its first line when the answer is there: what stands before must be free of
    side effects.
    """
    from langgraph.types import interrupt

    answer = interrupt(parameter.model_dump(mode="json"))
    return [file["artifact_id"] for file in answer["files"]] if parameter.type == "file" else answer
