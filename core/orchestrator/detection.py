"""The first node: working out what the message wants."""

from collections.abc import Sequence

from core.model.asker import Asker
from core.orchestrator.asked import Asked, asked_in, recalled
from core.orchestrator.chosen_version import workflows_here
from core.orchestrator.files_alone import intent_of_files
from core.orchestrator.intent import Intent, IntentRequest
from core.orchestrator.lexical.looking_back import Earlier, earlier_meant
from core.orchestrator.replies import visible_workflows
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState
from core.orchestrator.summary import summary_of
from core.orchestrator.thread_talk import intent_about_thread


def detect_intent(services: Services, state: OrchestratorState) -> OrchestratorState:
    """Work the intent out; a workflow that does not exist is never selected."""
    session = services.sessions.get_session(state["session_id"])
    asked, earlier = asked_in(session), earlier_meant(state["user_query"])
    asked = _gone_back(asked, earlier) if earlier else asked
    intent = intent_of_files(services, state) or intent_about_thread(services, state, session)
    if intent is None:
        intent = _detected(services, state, asked, state["user_query"] if earlier is None else earlier.rest)
    values, doubtful = recalled(asked)
    return {
        "detected_intent": intent.intent,
        "selected_workflow": intent.workflow or "",
        "intent": intent.model_dump(),
        "parameters": intent.parameters | (_files_of(services, state, asked, intent) if earlier else {}),
        "remembered": values,
        "doubtful": doubtful,
    }


def _gone_back(asked: Sequence[Asked], earlier: Earlier) -> list[Asked]:
    """The one question that is gone back to."""
    return list(asked[:1] if earlier.which == "first" else asked[-2:-1] or asked[:1])


def _detected(services: Services, state: OrchestratorState, asked: Sequence[Asked], text: str) -> Intent:
    """What the words want; no words left are the question that is gone back to, once more."""
    request = _request(services, state, asked, text)
    if text or request.last_workflow is None or not state["user_query"].strip():
        return services.detector.detect(request)
    said = dict(request.remembered)
    return Intent(
        intent="workflow", workflow=request.last_workflow, parameters=said, inherited=[*said], score=1.0
    )


def _request(
    services: Services, state: OrchestratorState, asked: Sequence[Asked], text: str
) -> IntentRequest:
    """The message and what is known around it."""
    person, channel = state.get("person", ""), state.get("channel", "")
    workflows = workflows_here(services, state)
    known = {metadata.name: metadata for metadata in workflows}
    last = asked[-1] if asked and asked[-1].workflow in known else None
    return IntentRequest(
        text=text,
        capabilities=workflows,
        commands=services.commands,
        files=tuple(file["name"] for file in state.get("files", [])),
        last_workflow=last.workflow if last else None,
        summary=summary_of(services, state),
        remembered=last.spoken(known[last.workflow]) if last else {},
        asker=Asker(person, channel, state.get("run_id", "")),
        shown=[metadata.name for metadata in visible_workflows(services, state)],
    )


def _files_of(
    services: Services, state: OrchestratorState, asked: Sequence[Asked], intent: Intent
) -> dict[str, list[str]]:
    """The files of the question that is gone back to, as far as they were given in this thread."""
    if not asked or asked[-1].workflow != intent.workflow:
        return {}
    given = {name: value for name, value in asked[-1].parameters.items() if isinstance(value, list)}
    found = services.artifacts.find_artifacts([each for ids in given.values() for each in ids]).values()
    own = {artifact.artifact_id for artifact in found if artifact.session_id == state["session_id"]}
    return {name: ids for name, ids in given.items() if own.issuperset(ids)}


def next_node(state: OrchestratorState) -> str:
    """Where the intent leads."""
    routes = {"workflow": "collect_parameters", "ask": "clarify", "thread": "answer_from_thread"}
    return routes.get(state["detected_intent"], "answer_directly")
