"""Finds declared phrases among a message's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.orchestrator.lexical.message import Message
from core.orchestrator.lexical.profile import Phrase, Phrases

_LONGEST = 8


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A phrase found: the value it means and the stems it is made of."""

    value: str
    phrase: Phrase


def longest_phrase(message: Message, phrases: Phrases) -> PhraseHit | None:
    """Return the phrase with the most words, then letters, that stands in the message.

    Of equals the one found word by word wins over the one found by stems, then the first.
    """
    stems, wordings = message.stems, message.wordings
    for length in range(min(_LONGEST, len(stems)), 0, -1):
        found = _starts(wordings, length, phrases.wordings) or _starts(stems, length, phrases.stems)
        if found:
            start, value = max(found, key=lambda hit: sum(map(len, wordings[hit[0] : hit[0] + length])))
            return PhraseHit(value, tuple(stems[start : start + length]))
    return None


def _starts(words: Sequence[str], length: int, phrases: Mapping[Phrase, str]) -> list[tuple[int, str]]:
    """Return where phrases of this many words begin, and the values they mean."""
    windows = ((start, tuple(words[start : start + length])) for start in range(len(words) - length + 1))
    return [(start, phrases[window]) for start, window in windows if window in phrases]
