"""What is asked about the thread itself: its files once more, where an answer is from, what was done."""

from collections.abc import Sequence

from core.contracts import Answer
from core.orchestrator.asked import Asked, asked_in
from core.orchestrator.chosen_version import workflows_here
from core.orchestrator.files_again import handover
from core.orchestrator.intent import Intent
from core.orchestrator.lexical.looking_back import topic_of_thread
from core.orchestrator.lexical.message import Message, read_message
from core.orchestrator.lexical.ranking import index_of
from core.orchestrator.replies import reply
from core.orchestrator.services import Services
from core.orchestrator.sources import told
from core.orchestrator.state import OrchestratorState
from core.session import Session

LONGEST = 200
"""Characters of a value or of the names of files."""


def intent_about_thread(services: Services, state: OrchestratorState, session: Session) -> Intent | None:
    """The intent of a message about what was answered here; None for every other one."""
    message = _read(services, state)
    if message.explicit or state.get("files") or not message.words:
        return None
    about: str | None = topic_of_thread(message) if _known(services, session) else None
    if about is None and handover(services, state, session, message) is not None:
        about = "files"
    return Intent(intent="thread", parameters={"about": about}, score=1.0) if about else None


def answer_from_thread(services: Services, state: OrchestratorState) -> OrchestratorState:
    """Answer from what the thread keeps; raises AccessRefused for files that are not open to the person."""
    session = services.sessions.get_session(state["session_id"])
    match state["parameters"]["about"]:
        case "files":
            return _files(services, state, session)
        case "origin":
            asked = _known(services, session)
            return _said(_origin(services, asked)) | {"source": asked[-1].source}
        case _:
            return _said(_recap(services, _known(services, session)))


def _known(services: Services, session: Session) -> list[Asked]:
    """The questions to workflows that are still installed."""
    names = set(services.registry.list_workflows())
    return [each for each in asked_in(session) if each.workflow in names]


def _read(services: Services, state: OrchestratorState) -> Message:
    index = index_of(workflows_here(services, state))
    return read_message(state["user_query"], index.spelling, index.suffixes)


def _said(answer: Answer) -> OrchestratorState:
    return {"workflow_result": reply(answer).model_dump()}


def _files(services: Services, state: OrchestratorState, session: Session) -> OrchestratorState:
    """Files of an earlier answer, with what they were made from."""
    found = handover(services, state, session, _read(services, state))
    if found is None:
        return _said(Answer(finding="There is no such file in this thread any more."))
    ids = [artifact.artifact_id for artifact in found.artifacts]
    response = reply(found.answer()).model_copy(update={"artifacts": ids})
    parents = [parent for artifact in found.artifacts for parent in artifact.parent_artifacts]
    names = told(services.artifacts.find_artifacts(list(dict.fromkeys(parents))).values())
    return {"workflow_result": response.model_dump(), "source": f"From {names}." if names else ""}


def _origin(services: Services, asked: Sequence[Asked]) -> Answer:
    """Which files the last answer is from, and how they came here."""
    latest = asked[-1]
    names = told(services.artifacts.find_artifacts(_file_ids(services, latest)).values())
    if not names:
        return Answer(finding="The last answer needed no file.")
    return Answer(finding=f"The last answer is from {_code(names)}.")


def _recap(services: Services, asked: Sequence[Asked]) -> Answer:
    """What was asked of which workflow last, and before."""
    lines = [f"- {_in_words(services, each)}" for each in reversed(asked[:-1])]
    before = "\n".join(["Before that:", *lines[:4]]) if lines else ""
    return Answer(finding=f"Last I answered with {_in_words(services, asked[-1])}.", details=before)


def _in_words(services: Services, asked: Asked) -> str:
    """A question by its workflow's command, its inputs by name, and its files."""
    metadata = services.registry.get_metadata(asked.workflow)
    said = {
        each.name: asked.parameters.get(each.name) for each in metadata.required_inputs if each.type != "file"
    }
    inputs = [f"{name.replace('_', ' ')} {_code(str(value))}" for name, value in said.items() if value]
    names = told(services.artifacts.find_artifacts(_file_ids(services, asked)).values())
    origin = f", from {_code(names)}" if names else ""
    return f"{metadata.command}{': ' if inputs else ''}{', '.join(inputs)}{origin}"


def _file_ids(services: Services, asked: Asked) -> list[str]:
    """The files that a question was answered from."""
    inputs = services.registry.get_metadata(asked.workflow).required_inputs
    given = [asked.parameters.get(each.name) for each in inputs if each.type == "file"]
    return [each for ids in given if isinstance(ids, list) for each in ids]


def _code(text: str) -> str:
    """What people wrote or called a file, as Markdown code: nothing in it is markup."""
    return f"`{text.replace('`', chr(39))[:LONGEST]}`"
