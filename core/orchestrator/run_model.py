"""The service's model, as a workflow of one run may ask it."""

from collections.abc import Callable

from core.errors import UserFacingError
from core.model.asker import Asker
from core.model.model import Model
from core.model.model_not_used import ModelNotUsed, ModelSilent
from core.model.prompt import Prompt
from core.tools.asked_model import SYSTEM
from core.tools.bedrock_problems import BedrockUnreachableError


class RunModel:
    """Asked for the person and in the channel of the run. ``purpose`` is a word for the audit."""

    def __init__(self, model: Model, asker: Asker, purpose: str) -> None:
        self._model = model
        self._asker = asker
        self._purpose = purpose

    @property
    def name(self) -> str:
        """What the provider calls it."""
        return self._model.name

    def ask(self, prompt: str, heard: Callable[[str], None] | None = None) -> str:
        """The whole answer; raises UserFacingError."""
        try:
            return self._model.ask(self._asker, self._purpose, Prompt(SYSTEM, prompt), heard=heard).text
        except ModelSilent as silent:
            raise BedrockUnreachableError from silent
        except ModelNotUsed as refused:
            raise UserFacingError(_sentence(refused)) from refused


def _sentence(refused: ModelNotUsed) -> str:
    """Why there is no answer; a note goes on to say that there is one without a model."""
    said = refused.note.partition(";")[0]
    return f"{said}." if said else "You may not use a model here; ask an admin of this bot."
