"""The first node: working out what the message wants."""

from core.orchestrator.intent import IntentRequest
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState


def detect_intent(services: Services, state: OrchestratorState) -> OrchestratorState:
    """Work the intent out; a workflow that does not exist is never selected."""
    session = services.sessions.get_session(state["session_id"])
    intent = services.detector.detect(
        IntentRequest(
            text=state["user_query"],
            capabilities=services.registry.all_metadata(),
            commands=services.commands,
            files=tuple(file["name"] for file in state.get("files", [])),
            last_workflow=session.global_context.get("last", {}).get("workflow"),
            summary=services.sessions.get_context_summary(state["session_id"]),
        )
    )
    return {
        "detected_intent": intent.intent,
        "selected_workflow": intent.workflow or "",
        "intent": intent.model_dump(),
        "parameters": intent.parameters,
    }


def next_node(state: OrchestratorState) -> str:
    """Where the intent leads."""
    routes = {"workflow": "collect_parameters", "ask": "clarify"}
    return routes.get(state["detected_intent"], "answer_directly")
