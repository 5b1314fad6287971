"""A person's message, read once: its words mended, its names and files set apart."""

import re
from dataclasses import dataclass

from core.orchestrator.lexical.addressing import strip_addressing
from core.orchestrator.lexical.spelling import Spelling
from core.orchestrator.lexical.wording import essential
from core.orchestrator.lexical.words import HEAD, NAME_MARK, TAIL, Word, clean, make_word, words_of

FILE_MARK = "{file}"
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_MOST_SENTENCES = 8
_THINGS = frozenset({"name", "path", "other"})


@dataclass(frozen=True, slots=True)
class Message:
    """The words of a message without the bot's name.

    ``sentence`` is the words in lower case with one blank between them, names as ``{name}`` and files as
    ``{file}``; ``stems`` is what phrases are looked for in.
    """

    body: str
    explicit: bool
    words: tuple[Word, ...]

    @property
    def sentence(self) -> str:
        """The words as one line of plain text."""
        return " ".join(_marked(word) for word in self.words)

    @property
    def stems(self) -> list[str]:
        """The stems in order, without articles and the like."""
        return [NAME_MARK if word.kind in _THINGS else word.stem for word in essential(self.words)]

    @property
    def wordings(self) -> list[str]:
        """The words in order, in lower case, without articles and the like."""
        return [NAME_MARK if word.kind in _THINGS else word.plain for word in essential(self.words)]

    @property
    def shouted(self) -> bool:
        """Whether it is all in capitals, so that capitals say nothing."""
        letters = [word.text for word in self.words if word.kind == "word" and len(word.text) > 1]
        return len(letters) > 2 and sum(text.isupper() for text in letters) > len(letters) * 0.6


def read_message(text: str, spelling: Spelling, suffixes: frozenset[str] = frozenset()) -> Message:
    """Clean, unaddress, cut and mend a message."""
    addressed = strip_addressing(clean(text))
    words = tuple(_mended(word, spelling) for word in words_of(addressed.body, suffixes))
    return Message(addressed.body, addressed.explicit, words)


def sentences_of(text: str) -> list[str]:
    """Return the last sentences of a text; one that has no end is one."""
    if len(text) > HEAD + TAIL:
        text = f"{text[:HEAD]}\n{text[-TAIL:]}"
    return [part for part in _SENTENCE_END.split(text) if part.strip()][-_MOST_SENTENCES:] or [text]


def _mended(word: Word, spelling: Spelling) -> Word:
    if word.kind != "word":
        return word
    plain = spelling.mend(word.plain)
    return word if plain == word.plain else Word(word.text, plain, make_word(plain).stem)


def _marked(word: Word) -> str:
    if word.kind == "path":
        return FILE_MARK
    return NAME_MARK if word.kind == "name" else word.plain
