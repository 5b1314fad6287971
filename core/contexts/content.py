"""The context of a session as it is now."""

from collections.abc import Iterable
from typing import Any

from core.artifact import Artifact, ArtifactType
from core.contexts.snapshot import SnapshotContent
from core.orchestrator.asked import Asked, asked_in, recalled
from core.session import Session


def content_of(session: Session, artifacts: Iterable[Artifact]) -> SnapshotContent:
    """The context of a session now, with its artifacts; none given: without references to results."""
    listed = list(artifacts)
    return SnapshotContent(
        orchestrator_state=session.global_context,
        workflow_states=_workflow_states(asked_in(session), listed),
        artifact_refs=[each.artifact_id for each in listed],
        message_ids=[each.message_id for each in session.conversation_history],
    )


def _workflow_states(asked: list[Asked], artifacts: list[Artifact]) -> dict[str, Any]:
    """The latest value of each declared input by workflow, its last run, and the results it handed over."""
    states: dict[str, Any] = {}
    for workflow in dict.fromkeys(each.workflow for each in asked):
        questions = [each for each in asked if each.workflow == workflow]
        results = [
            each.artifact_id
            for each in artifacts
            if each.workflow_name == workflow and each.artifact_type is ArtifactType.RESULT
        ]
        states[workflow] = {
            "run_id": questions[-1].run_id,
            "parameters": recalled(questions)[0],
            "artifacts": results,
        }
    return states
