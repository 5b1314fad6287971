"""A message of files without a word: what they are says what is wanted."""

from core.orchestrator.intent import Intent
from core.orchestrator.replies import visible_workflows
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState


def intent_of_files(services: Services, state: OrchestratorState) -> Intent | None:
    """The one workflow that takes files of this kind, or those between which to ask.

    None where there are words, where the files are of several kinds, and where nothing open to the person
    here takes them.
    """
    kind = _kind(services, state)
    if kind is None or state["user_query"].strip():
        return None
    parameters = ((each.name, each.file_parameter()) for each in visible_workflows(services, state))
    takers = [name for name, parameter in parameters if parameter is not None and parameter.kind == kind]
    if len(takers) == 1:
        return Intent(intent="workflow", workflow=takers[0], score=1.0)
    return Intent(intent="ask", candidates=takers, score=1.0) if takers else None


def _kind(services: Services, state: OrchestratorState) -> str | None:
    """What all of the files are."""
    ids = [file["artifact_id"] for file in state.get("files", [])]
    kinds = {artifact.kind for artifact in services.artifacts.find_artifacts(ids).values()}
    return kinds.pop() if len(kinds) == 1 else None
