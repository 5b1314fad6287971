"""The first node: working out what the message wants."""

from collections.abc import Mapping
from typing import Any

from core.model.asker import Asker
from core.orchestrator.files_alone import intent_of_files
from core.orchestrator.intent import IntentRequest
from core.orchestrator.replies import visible_workflows
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState
from core.orchestrator.summary import summary_of


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
    last = session.global_context.get("last", {})
    person, channel = state.get("person", ""), state.get("channel", "")
    return IntentRequest(
        text=state["user_query"],
        capabilities=services.registry.all_metadata(),
        commands=services.commands,
        files=tuple(file["name"] for file in state.get("files", [])),
        last_workflow=last.get("workflow"),
        summary=summary_of(services, state),
        remembered=_remembered(services, last),
        asker=Asker(person, channel, state.get("run_id", "")),
        shown=[metadata.name for metadata in visible_workflows(services, state)],
    )


def _remembered(services: Services, last: Mapping[str, Any]) -> dict[str, Any]:
    """What the thread's last request was given, without its files."""
    known = (each for each in services.registry.all_metadata() if each.name == last.get("workflow"))
    words = {each.name for metadata in known for each in metadata.required_inputs if each.type != "file"}
    return {name: value for name, value in last.get("parameters", {}).items() if name in words}


def next_node(state: OrchestratorState) -> str:
    """Where the intent leads."""
    routes = {"workflow": "collect_parameters", "ask": "clarify"}
    return routes.get(state["detected_intent"], "answer_directly")
