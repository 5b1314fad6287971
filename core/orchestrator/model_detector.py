"""Intent with a language model; names it invents are refused, and without it words alone decide."""

import structlog

from core.contracts import WorkflowMetadata
from core.model.chat import Said
from core.model.model import Model
from core.model.model_not_used import ModelNotUsed, ModelSilent
from core.model.prompt import Prompt, Section, prompt
from core.model.tool import Choice
from core.orchestrator.chosen_parameters import chosen_parameters
from core.orchestrator.intent import Intent, IntentDetector, IntentKind, IntentRequest
from core.orchestrator.lexical.parameters_in_words import extract_parameters
from core.orchestrator.workflow_tools import ABOUT, ASK, MOST, NONE, tools_of

logger = structlog.get_logger()

_TALK: dict[str, IntentKind] = {ABOUT: "meta", ASK: "ask", NONE: "none"}


class ModelDetector:
    """Has a model choose among what is open to the person, and checks its choice against the words."""

    def __init__(self, model: Model, fallback: IntentDetector) -> None:
        self._model = model
        self._fallback = fallback

    def detect(self, request: IntentRequest) -> Intent:
        """The model's intent where it is sound; the words' intent for commands and on any failure."""
        by_words = self._fallback.detect(request)
        if by_words.intent == "command" or (by_words.explicit and not by_words.arguments):
            return by_words
        workflows = _shown(request, by_words)
        try:
            return self._model.decide(
                request.asker,
                "intent",
                intent_prompt(request),
                lambda said: _checked(said, request, by_words, workflows),
                tools_of(workflows),
            )
        except ModelNotUsed as reason:
            return by_words.model_copy(update={"note": reason.note})


def intent_prompt(request: IntentRequest) -> Prompt:
    """What is asked about a message."""
    remembered = "\n".join(f"{name}: {value}" for name, value in request.remembered.items())
    last = f"{request.last_workflow}\n{remembered}" if request.last_workflow else ""
    return prompt(
        "intent",
        [
            Section("earlier", request.summary, 4_000),
            Section("last_request", last, 1_000),
            Section("files", "\n".join(request.files), 1_000),
            Section("message", request.text),
        ],
    )


def _shown(request: IntentRequest, by_words: Intent) -> list[WorkflowMetadata]:
    """The workflows that are open to the person, those first that the words are near to."""
    near = [by_words.workflow, *by_words.candidates, by_words.runner_up, request.last_workflow]
    shown = [each for each in request.capabilities if request.shown is None or each.name in request.shown]
    return sorted(shown, key=lambda each: near.index(each.name) if each.name in near else len(near))[:MOST]


def _checked(
    said: Said, request: IntentRequest, by_words: Intent, workflows: list[WorkflowMetadata]
) -> Intent:
    """The intent that was chosen; raises ModelSilent."""
    if not said.choices:
        raise _unsound("malformed")
    return _sound(said.choices[0], request, by_words, workflows)


def _sound(
    choice: Choice, request: IntentRequest, by_words: Intent, workflows: list[WorkflowMetadata]
) -> Intent:
    """The model's choice, without anything that it invented."""
    if choice.tool in _TALK:
        kind = _TALK[choice.tool]
        candidates = by_words.candidates if kind == "ask" else []
        return Intent(intent=kind, score=1.0, runner_up=by_words.runner_up, candidates=candidates)
    metadata = next((each for each in workflows if each.name == choice.tool), None)
    if metadata is None:
        raise _unsound("invented")
    same = by_words.workflow == metadata.name
    found = by_words.parameters if same else extract_parameters(request.text, metadata)
    chosen = chosen_parameters(metadata, choice.arguments, request.text, found, request.remembered)
    return Intent(
        intent="workflow",
        workflow=metadata.name,
        parameters=chosen,
        inherited=[name for name in by_words.inherited if same and chosen.get(name) == found.get(name)],
        score=1.0,
        runner_up=by_words.runner_up if same else by_words.workflow,
    )


def _unsound(reason: str) -> ModelSilent:
    logger.warning("model_answer_refused", reason=reason)
    return ModelSilent(reason, billed=True, own_fault=True)
