"""Finds values of string inputs: the words that look like names."""

from dataclasses import dataclass

from core.contracts import WorkflowInputParameter
from core.orchestrator.lexical.english import ACRONYMS, COMMON_WORDS, STOP_WORDS, word_set
from core.orchestrator.lexical.message import Message
from core.orchestrator.lexical.profile import Profile, pattern_of
from core.orchestrator.lexical.words import Word

SURE = 3.0
"""The strength from which a word has the shape of a name."""

_CUES = word_set("for of to from named called on than between before after")
_ENGLISH = STOP_WORDS | COMMON_WORDS | ACRONYMS


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that may be the value, and how sure that is (3 and more: it has the shape of a name)."""

    text: str
    strength: float


def candidates(message: Message, parameter: WorkflowInputParameter, profile: Profile) -> list[Candidate]:
    """Return the words the parameter's pattern accepts as a whole, the surest first."""
    found = [
        Candidate(word.text, strength)
        for position, word in enumerate(message.words)
        if (strength := _strength(message, position, parameter, profile)) and _accepts(parameter, word)
    ]
    return sorted(found, key=lambda candidate: -candidate.strength)


def _accepts(parameter: WorkflowInputParameter, word: Word) -> bool:
    """Match the declared pattern; what a person put in quotes counts in lower case too."""
    if parameter.pattern is None:
        return word.quoted
    pattern = pattern_of(parameter.pattern)
    return bool(pattern.fullmatch(word.text) or (word.quoted and pattern.fullmatch(word.text.upper())))


def _strength(message: Message, position: int, parameter: WorkflowInputParameter, profile: Profile) -> float:
    word = message.words[position]
    cue = position > 0 and _is_cue(message.words[position - 1], profile)
    if word.kind == "name":
        own = {profile.name, profile.metadata.command, *(p.name for p in profile.metadata.required_inputs)}
        return 0.0 if word.plain in own else 3.0 + 2.0 * word.quoted + cue + 2.0 * _is_like(word, parameter)
    if word.kind != "word" or word.plain in _ENGLISH or profile.knows(word):
        return 0.0
    if word.text.isupper() and not message.shouted:
        return 1.0 + cue if len(word.text) > 2 or cue else 0.0
    return 0.5 if cue and word.text[0].isupper() and not message.shouted else 0.0


def _is_like(word: Word, parameter: WorkflowInputParameter) -> bool:
    """Tell whether a name is in capitals like the declared example: LOAD_GL rather than server01."""
    return isinstance(parameter.example, str) and parameter.example.isupper() and word.text.isupper()


def _is_cue(word: Word, profile: Profile) -> bool:
    """Tell whether a name is expected after this word."""
    return word.plain in _CUES or word.stem in profile.subjects or word.stem in profile.phrase_ends
