"""What a model said not long ago, for those who ask the same again."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from json import dumps

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from core.model.chat import Said
from core.model.prompt import Prompt
from core.model.tool import Tool
from core.storage.passing_texts import PassingTexts

_SAID = TypeAdapter(Said)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is looked up: the model, what it is for, all that is sent."""

    model: str
    purpose: str
    asked: Prompt
    tools: Sequence[Tool] = ()

    @property
    def key(self) -> str:
        """The same for the same question: a digest, so that no word of it is kept."""
        declared = [each.declaration for each in self.tools]
        sent = [self.model, self.purpose, self.asked.system, self.asked.human, declared]
        return sha256(dumps(sent).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Known:
    """What was said to a question, if it is known; ``generation`` is what a new answer is kept with."""

    said: Said | None
    generation: str | None


class KnownAnswers:
    """Answers of a model by their questions, kept for an hour. Blocking calls."""

    def __init__(self, texts: PassingTexts) -> None:
        self._texts = texts

    def look(self, question: Question) -> Known:
        """What was said; an answer that another release kept is none."""
        looked = self._texts.look(question.key)
        try:
            said = None if looked.text is None else _SAID.validate_json(looked.text)
        except ValidationError:
            said = None
        return Known(said, looked.generation)

    def keep(self, question: Question, said: Said, generation: str | None) -> None:
        """Keep what was said, if it can be written down."""
        try:
            text = _SAID.dump_json(said).decode()
        except PydanticSerializationError:  # half a pair of a character
            return
        self._texts.keep(question.key, text, generation)
