"""The first node: working out what the message wants."""

from core.orchestrator.files_alone import intent_of_files
from core.orchestrator.intent import IntentRequest
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState


def detect_intent(services: Services, state: OrchestratorState) -> OrchestratorState:
    """Work the intent out; a workflow that does not exist is never selected."""
    intent = intent_of_files(services, state) or services.detector.detect(_request(services, state))
    return {
        "detected_intent": intent.intent,
        "selected_workflow": intent.workflow or "",
        "intent": intent.model_dump(),
        "parameters": intent.parameters,
    }


def _request(services: Services, state: OrchestratorState) -> IntentRequest:
    """The message and what is known around it."""
    session = services.sessions.get_session(state["session_id"])
    return IntentRequest(
        text=state["user_query"],
        capabilities=services.registry.all_metadata(),
        commands=services.commands,
        files=tuple(file["name"] for file in state.get("files", [])),
        last_workflow=session.global_context.get("last", {}).get("workflow"),
        summary=services.sessions.get_context_summary(state["session_id"]),
    )


def next_node(state: OrchestratorState) -> str:
    """Where the intent leads."""
    routes = {"workflow": "collect_parameters", "ask": "clarify"}
    return routes.get(state["detected_intent"], "answer_directly")
