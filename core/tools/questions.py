"""Asking a person in the middle of a workflow."""

from collections.abc import Sequence
from typing import Any

from core.contracts import WorkflowInputParameter


def ask_person(parameter: WorkflowInputParameter, answerers: Sequence[str] = ()) -> Any:
    """Ask in the thread and return the answer, validated; the run waits for days if it must.

    Whoever started the run answers, unless others are named (as ``platform:tenant:person``). A question for
    a file is answered by a list of artifact ids.

    The node runs again from its first line when the answer is there: what stands before must be free of
    side effects.
    """
    from langgraph.types import interrupt

    answer = interrupt({"parameter": parameter.model_dump(mode="json"), "answerers": list(answerers)})
    return [file["artifact_id"] for file in answer["files"]] if parameter.type == "file" else answer
