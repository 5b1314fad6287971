"""Intent with a language model; names it invents are refused, and without it words alone decide."""

from pathlib import Path
from typing import Any, Literal

import structlog
from pydantic import BaseModel, Field

from core.contracts import WorkflowInputParameter
from core.orchestrator.intent import Intent, IntentDetector, IntentRequest
from core.workflow_registry import described

PROMPT = Path(__file__).with_name("intent_prompt.txt").read_text(encoding="utf-8")
TIMEOUT_SECONDS = 20
MAX_MESSAGE = 8_000
"""Characters of a message that a model sees."""

logger = structlog.get_logger()


class ModelIntent(BaseModel):
    """What a message wants."""

    intent: Literal["workflow", "meta", "none", "ask"]
    workflow: str | None = Field(None, description="The workflow's name, for intent workflow.")
    parameters: dict[str, str] = Field(default_factory=dict, description="Values as the message states them.")


class ModelDetector:
    """Asks a model, checks its answer against the registry and the words, and falls back to the words."""

    def __init__(self, model: Any, fallback: IntentDetector) -> None:
        self._model = model.with_structured_output(ModelIntent)
        self._fallback = fallback

    @classmethod
    def on_bedrock(cls, model_id: str, region: str, fallback: IntentDetector) -> "ModelDetector":
        """A model on Amazon Bedrock, with one retry and a time limit."""
        from botocore.config import Config
        from langchain_aws import ChatBedrockConverse

        config = Config(read_timeout=TIMEOUT_SECONDS, connect_timeout=5, retries={"total_max_attempts": 2})
        model = ChatBedrockConverse(model_id=model_id, region_name=region, temperature=0, config=config)
        return cls(model, fallback)

    def detect(self, request: IntentRequest) -> Intent:
        """The model's intent where it is sound; the words' intent for commands and on any failure."""
        by_words = self._fallback.detect(request)
        if by_words.intent == "command" or (by_words.explicit and not by_words.arguments):
            return by_words
        try:
            said = ModelIntent.model_validate(self._model.invoke(_messages(request)))
        except Exception as error:  # noqa: BLE001 - whatever goes wrong with a model, the words still decide
            logger.warning("model_not_used", reason=type(error).__name__)
            return by_words
        return _sound(said, request, by_words)


def _messages(request: IntentRequest) -> list[tuple[str, str]]:
    """The prompt: what there is, what was said before, and the message as data."""
    capabilities = "\n\n".join(described(metadata) for metadata in request.capabilities)
    message = request.text[:MAX_MESSAGE].replace("<", "&lt;")
    earlier = f"Earlier in this conversation:\n{request.summary}\n\n" if request.summary else ""
    return [
        ("system", PROMPT.format(capabilities=capabilities)),
        ("human", f"{earlier}<message>{message}</message>"),
    ]


def _sound(said: ModelIntent, request: IntentRequest, by_words: Intent) -> Intent:
    """The model's intent, without anything that it invented."""
    if said.intent != "workflow":
        keep = by_words.candidates if said.intent == "ask" else []
        return Intent(intent=said.intent, score=1.0, runner_up=by_words.runner_up, candidates=keep)
    metadata = next((m for m in request.capabilities if m.name == said.workflow), None)
    if metadata is None:
        logger.warning("model_invented_workflow")
        return by_words
    declared = {parameter.name: parameter for parameter in metadata.required_inputs}
    found = by_words.parameters if by_words.workflow == metadata.name else {}
    for name, value in said.parameters.items():
        if name in declared:
            found = found | _stated(declared[name], value, request.text)
    return Intent(
        intent="workflow",
        workflow=metadata.name,
        parameters=found,
        score=1.0,
        runner_up=by_words.workflow if by_words.workflow != metadata.name else by_words.runner_up,
    )


def _stated(parameter: WorkflowInputParameter, value: str, text: str) -> dict[str, Any]:
    """A parameter, if its value is valid and, unless it is a choice, stands in the message."""
    try:
        read = parameter.read(value)
    except ValueError:
        return {}
    stated = parameter.type in ("choice", "boolean") or value.strip().casefold() in text.casefold()
    return {parameter.name: read} if stated else {}
