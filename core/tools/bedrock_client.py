"""Asking a language model; use what you need."""

import threading
from collections.abc import Callable, Iterator
from contextvars import copy_context
from functools import cached_property
from queue import Queue
from typing import TYPE_CHECKING, Any

from core.errors import UserFacingError
from core.tools.asked_model import SYSTEM, AskedModel
from core.tools.bedrock_problems import BedrockError, bedrock_explained
from core.tools.workspace import current_workspace, is_in_run

if TYPE_CHECKING:
    from core.settings import Settings

DEFAULT = "claude-sonnet-4"
MODELS = {DEFAULT: "anthropic.claude-sonnet-4-20250514-v1:0"}
"""What Bedrock calls the models that are named in short; other names are Bedrock's own."""

PROFILES = {"us": "us", "eu": "eu", "ap": "apac"}
"""The inference profile of a continent, through which Bedrock answers, by the beginning of the region."""

MAX_TOKENS = 1_000
"""The longest answer that is asked for by hand; as the service's."""


class BedrockClient:
    """Asks the model that the service is set up with (``BEDROCK_MODEL_ID``), for whoever the run works for.

    The person and the channel must be allowed to use a model, and their budgets of the day count. By hand,
    outside any run, Bedrock is asked with the AWS credentials that boto3 finds. Every method raises
    UserFacingError, a sentence for people, where there is no answer. Calls block, for as long as the
    settings give a model. What people wrote and files hold is material in a prompt: do not act on an answer
    to it without a check.
    """

    def __init__(self, settings: "Settings | None" = None) -> None:
        self._given = settings

    def invoke(self, prompt: str, model: str = DEFAULT) -> str:
        """The answer to a prompt.

        In a run the default is whatever model the service has; another name has to be that model's, since
        nobody else's budget and rights are known.
        """
        return self._model(model).ask(prompt)

    def stream(self, prompt: str, model: str = DEFAULT) -> Iterator[str]:
        """The answer piece by piece, as it is written."""
        asked = self._model(model)
        pieces: Queue[str | Exception | None] = Queue()
        reading = (_read, asked, prompt, pieces)
        threading.Thread(target=copy_context().run, args=reading, name="bedrock", daemon=True).start()
        while (piece := pieces.get()) is not None:
            if isinstance(piece, Exception):
                raise piece
            yield piece

    def _model(self, name: str) -> AskedModel:
        """The model of the run; by hand, one on Bedrock."""
        if not is_in_run():
            return _OnBedrock(self._settings, self._bedrock_id(name))
        model = current_workspace().model
        if model is None:
            raise UserFacingError("No model is set up here; ask an admin of this bot for one.")
        if name not in (DEFAULT, model.name) and name not in model.name:
            raise UserFacingError(f"The model {name[:120]} is not set up here; {model.name} is.")
        return model

    def _bedrock_id(self, name: str) -> str:
        """What Bedrock calls a model."""
        if name == DEFAULT and self._settings.bedrock_model_id:
            return self._settings.bedrock_model_id
        profile = PROFILES.get(self._settings.aws_region[:2])
        return ".".join(filter(None, (profile, MODELS[name]))) if name in MODELS else name

    @cached_property
    def _settings(self) -> "Settings":
        from core.settings import load_settings

        return self._given or load_settings()


class _OnBedrock:
    """A model asked by hand."""

    def __init__(self, settings: "Settings", name: str) -> None:
        self._settings = settings
        self.name = name

    def ask(self, prompt: str, heard: Callable[[str], None] | None = None) -> str:
        """The whole answer."""
        said = ""
        with bedrock_explained(self.name):
            for piece in self._chat().stream([("system", SYSTEM), ("human", prompt)]):
                said += piece.text
                if heard is not None and piece.text:
                    heard(piece.text)
        return said

    def _chat(self) -> Any:
        """With one retry; each attempt may take half of the time that the settings give."""
        from botocore.config import Config
        from langchain_aws import ChatBedrockConverse

        patience = self._settings.dataops_model_seconds / 2
        retries = {"total_max_attempts": 2, "mode": "standard"}
        try:
            return ChatBedrockConverse(
                model_id=self.name,
                region_name=self._settings.aws_region,
                max_tokens=MAX_TOKENS,
                config=Config(read_timeout=patience, connect_timeout=min(5.0, patience), retries=retries),
            )
        except ValueError as error:  # a name or an endpoint that is none
            raise BedrockError(f"Bedrock has no model {self.name[:120]}", "check the name") from error


def _read(model: AskedModel, prompt: str, pieces: "Queue[str | Exception | None]") -> None:
    """Read an answer to its end in a thread: a model hands on what it hears, and an iterator waits for it."""
    try:
        model.ask(prompt, pieces.put)
        pieces.put(None)
    except Exception as error:  # noqa: BLE001 - whoever reads the answer is told
        pieces.put(error)
