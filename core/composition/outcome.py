"""What came of a workflow in a step."""

from core.contracts import WorkflowResponse


def failed(workflow_name: str, sentence: str) -> WorkflowResponse:
    """A workflow that did not come to its end, and why, in a sentence for the person."""
    return WorkflowResponse(
        success=False,
        result=sentence,
        metadata={"workflow_name": workflow_name, "execution_time": 0.0, "iterations": 1},
        errors=[sentence],
    )


UNEXPECTED = "Something went wrong in it; the log has the cause."
"""What a person is told of an unexpected error: never its text, which may hold anything."""
