"""What a person is told when a run does not end with an answer."""

import errno

from core.contracts import WorkflowResponse
from core.errors import AccessRefused, NotApproved
from core.runs.run import Outcome, Run, RunState


def failure(run: Run, state: RunState, sentence: str) -> Outcome:
    """An outcome that tells a person one sentence; the run's id is the reference number."""
    return Outcome(
        state,
        WorkflowResponse(
            success=False,
            result=sentence,
            metadata={"reference": run.run_id},
            artifacts=[],
            errors=[sentence],
        ),
    )


def not_allowed(run: Run, error: AccessRefused | NotApproved) -> Outcome:
    """How a run ends that the policy, or other people, do not allow: nothing is at fault."""
    if isinstance(error, AccessRefused):
        return failure(run, RunState.REFUSED, str(error))
    return failure(run, RunState.EXPIRED if error.expired else RunState.CANCELLED, str(error))


def sentence_for(error: Exception) -> str:
    """What a person is told of an unexpected error: never its text, which may hold anything."""
    if getattr(error, "errno", None) == errno.ENOSPC or "disk is full" in str(error):
        return "My disk is full, so nothing was kept; tell an admin, then try again."
    return "Something went wrong on my side; try again, or tell an admin."


def too_long(seconds: float) -> str:
    """What a person is told when the time is up."""
    return (
        f"This took longer than {seconds:g} seconds and was stopped; ask for less, or an admin for more time."
    )


def not_told(run: Run) -> Outcome:
    """How a run ends whose outcome could not be told for too long."""
    return failure(run, RunState.FAILED, "I could not post my answer for a long time; ask again.")


def nobody_answered(within: str) -> str:
    """What a person is told whose answer did not come in time."""
    return f"Nobody answered within {within}, so this has ended; ask again when you need it."
