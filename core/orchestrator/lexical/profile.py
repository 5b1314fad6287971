"""One workflow's metadata, prepared for matching words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from core.contracts import WorkflowInputParameter, WorkflowMetadata
from core.orchestrator.lexical.english import COMMON_WORDS, REQUEST_VERBS, STOP_WORDS
from core.orchestrator.lexical.wording import essential
from core.orchestrator.lexical.words import NAME_MARK, Word, prose
from core.word_stem import stem

COMMON_WEIGHT = 0.3
SUBJECT, NAME, CHOICE, CAPABILITY, EXAMPLE, DESCRIPTION = 1.0, 1.0, 1.0, 0.9, 0.85, 0.85
Phrase = tuple[str, ...]

_ANY_NAME = Word(NAME_MARK, NAME_MARK, NAME_MARK, "name")
_COMMON_STEMS = frozenset(map(stem, COMMON_WORDS))
_VERB_STEMS = frozenset(map(stem, REQUEST_VERBS))


def background_weight(word: Word) -> float:
    """How much a word says about a message's subject: 0 for function words, little for frequent ones."""
    if word.plain in STOP_WORDS:
        return 0.0
    if word.plain in COMMON_WORDS or word.stem in _COMMON_STEMS:
        return COMMON_WEIGHT
    return 1.0


def is_request_verb(word: Word) -> bool:
    """Tell whether people begin requests with this word."""
    return word.stem in _VERB_STEMS


def wording_of(words: Iterable[Word]) -> Phrase:
    """Return the words of a phrase as written, without articles and the like."""
    return tuple(word.plain for word in essential(words))


def phrase_of(words: Iterable[Word]) -> Phrase:
    """Return the stems of a phrase without articles and the like."""
    return tuple(word.stem for word in essential(words))


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one choice and the values they mean, by their stems and as written.

    As written decides first: "what feeds X" and "what does X feed" share their stems and not their meaning.
    """

    stems: dict[Phrase, str] = field(default_factory=dict)
    wordings: dict[Phrase, str] = field(default_factory=dict)


class Profile:
    """The words of one workflow: what it is about, what it can do, how its inputs are said."""

    def __init__(self, metadata: WorkflowMetadata) -> None:
        """Read every text the metadata declares."""
        self.metadata = metadata
        self.name = metadata.name
        self.surface: set[str] = set()
        self.terms: dict[str, float] = {}
        self.verbs: set[str] = set()
        self.phrases: dict[str, Phrases] = {}
        self.command_words = tuple(metadata.command.split("-"))
        self.subjects = {word.stem for text in metadata.subjects for word in self._take(text, SUBJECT)}
        self._read_texts()
        for parameter in metadata.required_inputs:
            self._read_parameter(parameter)
        self.phrase_ends = {
            phrase[-1] for phrases in self.phrases.values() for phrase in phrases.stems if phrase
        }
        self.requests = [
            phrase_of(prose(text)) for text in (*metadata.capabilities, *metadata.example_queries)
        ]
        self.file_suffixes = frozenset(
            suffix.lower() for p in metadata.required_inputs if p.type == "file" for suffix in p.suffixes
        )

    def _read_texts(self) -> None:
        metadata = self.metadata
        self._take(metadata.name.replace("_", " "), NAME)
        self._take(metadata.command.replace("-", " "), NAME)
        self._take(metadata.description, DESCRIPTION)
        for text in metadata.capabilities:
            self._take(text, CAPABILITY)
        for text in metadata.example_queries:
            self._take(text, EXAMPLE)
        texts = (metadata.description, *metadata.capabilities, *metadata.example_queries)
        leading = [prose(text)[:1] for text in texts]
        self.verbs = {
            word.stem for words in leading for word in words if word.plain not in STOP_WORDS
        } - self.subjects

    def _read_parameter(self, parameter: WorkflowInputParameter) -> None:
        for text in (*parameter.words, parameter.kind or ""):
            self._take(text, CAPABILITY)
        if parameter.type == "choice":
            phrases = self.phrases.setdefault(parameter.name, Phrases())
            for value, texts in parameter.choices.items():
                for text in texts or [value.replace("_", " ")]:
                    words = self._take_phrase(text)
                    phrases.stems.setdefault(phrase_of(words), value)
                    phrases.wordings.setdefault(wording_of(words), value)

    def _take(self, text: str, weight: float) -> list[Word]:
        """Add the words of a text to the vocabulary and return them."""
        words = prose(text)
        for word in words:
            if word.plain not in STOP_WORDS:
                self.surface.add(word.plain)
                self.terms[word.stem] = max(weight, self.terms.get(word.stem, 0.0))
        return words

    def _take_phrase(self, text: str) -> list[Word]:
        """Take the words around ``{name}``, which stays: "feeds {name}" is not "{name} feeds"."""
        first, *rest = (self._take(part, CHOICE) for part in text.split(NAME_MARK))
        return [*first, *(word for part in rest for word in (_ANY_NAME, *part))]

    def knows(self, word: Word) -> bool:
        """Tell whether the word belongs to this workflow's vocabulary."""
        return word.stem in self.terms or word.plain in {self.name, self.metadata.command}


@lru_cache(maxsize=256)
def pattern_of(expression: str) -> re.Pattern[str]:
    """Compile a declared pattern once."""
    return re.compile(expression)
