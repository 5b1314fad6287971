"""A short explanation in plain words under an answer, by a model that may say only what the answer says."""

import re
from collections.abc import Callable

import structlog

from core.contracts import Answer, WorkflowResponse
from core.model.asker import Asker
from core.model.model import Model
from core.model.model_not_used import ModelNotUsed
from core.model.prompt import Section, prompt
from core.orchestrator.formatting import answer_text, told
from core.orchestrator.grounding import is_grounded
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState

LABEL = "In plain words, by a language model:"
LONGEST = 1_200
"""Characters; it was told to be short."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_MARKUP = str.maketrans("", "", "*`#")

logger = structlog.get_logger()
Show = Callable[[str], None]


class NotGroundedError(Exception):
    """The model said something that the answer does not say."""


class Paragraph:
    """Takes a text piece by piece and shows each sentence once it holds; ``source`` is what may be said."""

    def __init__(self, source: str, show: Show) -> None:
        self._source = source
        self._show = show
        self._rest = ""
        self.text = ""

    def hear(self, piece: str) -> None:
        """The model wrote more; raises NotGroundedError."""
        *whole, self._rest = _SENTENCE.split((self._rest + piece).lstrip())
        for sentence in whole:
            self._take(sentence)

    def end(self) -> str:
        """All of it; raises NotGroundedError."""
        if self._rest.strip():
            self._take(self._rest)
        return self.text

    def _take(self, sentence: str) -> None:
        said = " ".join(sentence.translate(_MARKUP).split())
        longer = f"{self.text} {said}".strip()
        if len(longer) > LONGEST or not said.isprintable() or not is_grounded(said, self._source):
            raise NotGroundedError
        self._show(f" {said}")
        self.text = longer


def explain_answer(services: Services, state: OrchestratorState) -> OrchestratorState:
    """Add an explanation to what a workflow answered; whatever goes wrong, the answer stands as it is."""
    response = WorkflowResponse.model_validate(state["workflow_result"])
    if services.model is None or response.answer is None or not _is_worth_it(state, response):
        return {}
    try:
        explained = _explained(services.model, state, response.answer)
    except NotGroundedError:
        logger.warning("explanation_dropped")
        return {}
    except ModelNotUsed as reason:
        return told(response, response.answer, model_note=reason.note)
    return told(response, explained)


def _is_worth_it(state: OrchestratorState, response: WorkflowResponse) -> bool:
    """Whether a workflow answered with more than a line, and the model was there a moment ago."""
    answer = response.answer
    spoken = answer is not None and bool(answer.details or answer.numbers)
    silent = bool(response.metadata.get("model_note"))
    return bool(state.get("selected_workflow")) and response.success and spoken and not silent


def _explained(model: Model, state: OrchestratorState, answer: Answer) -> Answer:
    """The answer with the explanation behind its details; raises NotGroundedError and ModelNotUsed."""
    source = answer_text(answer)
    lead = f"\n\n{LABEL}" if answer.details else LABEL
    paragraph = Paragraph(source, _shown(answer.details, lead))
    asked = prompt(
        "explanation", [Section("question", state["user_query"], 2_000), Section("answer", source)]
    )
    asker = Asker(state.get("person", ""), state.get("channel", ""), state.get("run_id", ""))
    model.ask(asker, "explanation", asked, heard=paragraph.hear)
    text = paragraph.end()
    return answer.model_copy(update={"details": f"{answer.details}{lead} {text}"}) if text else answer


def _shown(details: str, lead: str) -> Show:
    """Shows sentences behind the details, where the platform can, the lead before the first."""
    from langgraph.config import get_stream_writer

    write, began = get_stream_writer(), False

    def show(sentence: str) -> None:
        nonlocal began
        write({"explanation": sentence if began else f"{lead}{sentence}", "after": details})
        began = True

    return show
