"""What the bot says when no workflow is run."""

import re
from collections.abc import Sequence

from core.contracts import Answer, WorkflowInputParameter, WorkflowMetadata, WorkflowResponse
from core.orchestrator.chosen_version import workflows_here
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState
from core.tools.questions import ask_person

ORCHESTRATOR = "orchestrator"
"""In the place of a workflow's name, where none answered."""

_THANKS = re.compile(r"(?i)\W*(thanks?|thank you|thx|cheers|great|perfect|nice|ok(ay)?)\b")


def answer_directly(services: Services, state: OrchestratorState) -> OrchestratorState:
    """About the bot itself, or a kind word for what is out of its scope."""
    if state["detected_intent"] == "none" and _THANKS.match(state["user_query"]):
        return {"workflow_result": reply(Answer(finding="You are welcome.")).model_dump()}
    workflows = visible_workflows(services, state)
    finding = "I help data-engineering teams with their pipelines." if workflows else _nothing_here()
    if workflows and state["detected_intent"] == "none":
        finding = _declined(state["user_query"]) if state["user_query"].strip() else _wordless(state)
    answer = Answer(finding=finding, details=capability_text(workflows), next_steps=how_to(workflows))
    return {"workflow_result": reply(answer).model_dump()}


def _wordless(state: OrchestratorState) -> str:
    """Nothing was said, and what was attached does not say it either."""
    names = ", ".join(file["name"] for file in state.get("files", []))
    return f"Nothing that is open to you here reads {names}." if names else "Say what you would like to know."


def _declined(text: str) -> str:
    """A kind word for what is no task for any workflow."""
    if text.lstrip().lower().startswith("/dataops"):
        return "I do not know that command; /dataops help lists them all."
    return "That is outside of what I can help with."


def clarify(services: Services, state: OrchestratorState) -> OrchestratorState:
    """A subject without a task: say what can be asked. Two candidates: ask which, and go on with it."""
    candidates = [
        metadata
        for metadata in visible_workflows(services, state)
        if metadata.name in state["intent"]["candidates"]
    ]
    if len(candidates) > 1:
        chosen = ask_person(_which(candidates))
        return {"selected_workflow": next(m.name for m in candidates if m.command == chosen)}
    if not candidates:
        return answer_directly(services, state)
    metadata = candidates[0]
    answer = Answer(
        finding=f"What would you like to know? {metadata.description}.",
        details=_abilities(metadata),
        next_steps=metadata.example_queries[:4],
    )
    return {"workflow_result": reply(answer).model_dump()}


def after_clarifying(state: OrchestratorState) -> str:
    """On to the chosen workflow, or to the end."""
    return "collect_parameters" if not state.get("workflow_result") else "format_response"


def visible_workflows(services: Services, state: OrchestratorState) -> list[WorkflowMetadata]:
    """The workflows that this person may run in this channel; others are not mentioned."""
    person, channel = state.get("person", ""), state.get("channel", "")
    allows, takes = services.authorizer.allows, services.registry.invoke_permissions
    return [
        metadata
        for metadata in workflows_here(services, state)
        if all(allows(person, channel, permission) for permission in takes(metadata.name))
    ]


def capability_text(workflows: Sequence[WorkflowMetadata]) -> str:
    """What the workflows do, each with an example."""
    if not workflows:
        return ""
    lines = ["I can help you with:", ""]
    for metadata in workflows:
        lines.append(f"• {metadata.description} (`/dataops {metadata.command}`)")
        lines += [f"  Example: {query}" for query in metadata.example_queries[:1]]
    return "\n".join(lines)


def how_to(workflows: Sequence[WorkflowMetadata]) -> list[str]:
    """Next steps for somebody new: a few things to say."""
    queries = [query for metadata in workflows for query in metadata.example_queries[1:3]]
    return [*queries[:4], "/dataops help"] if workflows else []


def reply(answer: Answer) -> WorkflowResponse:
    """An answer that no workflow gave."""
    return WorkflowResponse(
        success=True,
        result=answer.finding if not answer.details else f"{answer.finding}\n\n{answer.details}",
        metadata={"workflow_name": ORCHESTRATOR, "execution_time": 0.0, "iterations": 0},
        answer=answer,
    )


def _which(candidates: Sequence[WorkflowMetadata]) -> WorkflowInputParameter:
    """The question which of several workflows is meant."""
    return WorkflowInputParameter(
        name="workflow",
        description="which of these you mean",
        type="choice",
        choices={metadata.command: [metadata.name, metadata.description] for metadata in candidates},
        prompt="Which of these do you mean? "
        + " ".join(f"{metadata.command}: {metadata.description}." for metadata in candidates),
    )


def _abilities(metadata: WorkflowMetadata) -> str:
    return "\n".join(f"• {capability}" for capability in metadata.capabilities)


def _nothing_here() -> str:
    return "Nothing is enabled for you in this channel; ask an admin of this bot for access."
