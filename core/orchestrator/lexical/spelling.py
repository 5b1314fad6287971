"""Mends misspelled words against the words that are known."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from core.orchestrator.lexical.english import ACRONYMS, CHANGE_VERBS, COMMON_WORDS, NUMBER_WORDS, STOP_WORDS
from core.word_stem import stem

_VOWELS = str.maketrans("", "", "aeiouy")
_PLAIN_ENGLISH = COMMON_WORDS | CHANGE_VERBS | STOP_WORDS | ACRONYMS | NUMBER_WORDS.keys()
_ENGLISH_STEMS = frozenset(map(stem, COMMON_WORDS))

_LONGEST, _REMEMBERED = 24, 4_096
"""Letters in a word worth mending; words kept mended, because strangers choose them."""


class Spelling:
    """Finds the known word a misspelled one stands for.

    One slip (a letter more, less, wrong or swapped) is forgiven from four letters on when the first letter
    agrees or two letters changed places; two slips from eight letters on, or from six when the consonants
    agree. Known English words are never changed.
    """

    def __init__(self, known: Iterable[str]) -> None:
        """Take the words to mend towards, in lower case."""
        self._known = frozenset(known)
        self._stems = _ENGLISH_STEMS | frozenset(map(stem, self._known))
        self._by_size: dict[int, list[str]] = defaultdict(list)
        for word in sorted(self._known | _PLAIN_ENGLISH):
            if len(word) > 3 and word.isalpha():
                self._by_size[len(word)].append(word)
        self._mended: dict[str, str] = {}

    def mend(self, word: str) -> str:
        """Return the known word meant, or the word itself."""
        if not 4 <= len(word) <= _LONGEST or self._is_known(word) or not word.isalpha():
            return word
        if word not in self._mended:
            if len(self._mended) > _REMEMBERED:
                self._mended.clear()
            self._mended[word] = self._nearest(word)
        return self._mended[word]

    def _is_known(self, word: str) -> bool:
        return word in self._known or word in _PLAIN_ENGLISH or stem(word) in self._stems

    def _nearest(self, word: str) -> str:
        allowed = 2 if len(word) >= 6 else 1
        best, best_rank = word, (allowed + 1, True, True)
        for size in range(len(word) - allowed, len(word) + allowed + 1):
            for other in self._by_size.get(size, ()):
                distance = OSA.distance(word, other, score_cutoff=allowed)
                if distance > allowed or not self._is_slip(word, other, distance):
                    continue
                rank = (distance, other not in self._known, sorted(word) != sorted(other))
                if rank < best_rank:
                    best, best_rank = other, rank
        return best

    def _is_slip(self, word: str, other: str, distance: int) -> bool:
        """Short unknown words are words of their own more often than misspelled plain English."""
        if other not in self._known and len(word) < 6 and sorted(word) != sorted(other):
            return False
        return is_slip(word, other, distance)


def is_slip(word: str, other: str, distance: int) -> bool:
    """Tell whether ``word`` is plausibly ``other`` misspelled, given their edit distance."""
    if word[0] != other[0]:
        return distance == 1 and sorted(word) == sorted(other)
    if distance <= 1:
        return min(len(word), len(other)) > 3
    return min(len(word), len(other)) >= 8 or word.translate(_VOWELS) == other.translate(_VOWELS)
