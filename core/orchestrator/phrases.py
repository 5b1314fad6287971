"""Finds declared phrases among a message's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.orchestrator.profile import Phrase

_LONGEST = 8


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A phrase found: the value it means and the stems it is made of."""

    value: str
    phrase: Phrase

    @property
    def size(self) -> tuple[int, int]:
        """Words, then letters: the longer phrase says more."""
        return len(self.phrase), sum(map(len, self.phrase))


def longest_phrase(stems: Sequence[str], phrases: Mapping[Phrase, str]) -> PhraseHit | None:
    """Return the longest phrase that stands in the words; the first of equals."""
    best: PhraseHit | None = None
    for length in range(min(_LONGEST, len(stems)), 0, -1):
        for start in range(len(stems) - length + 1):
            phrase = tuple(stems[start : start + length])
            if phrase in phrases:
                hit = PhraseHit(phrases[phrase], phrase)
                best = hit if best is None or hit.size > best.size else best
        if best is not None:
            return best
    return None
