"""The words that make a phrase: no articles, and one way of saying no."""

from collections.abc import Iterable
from itertools import product

from core.orchestrator.lexical.english import DETERMINERS, word_set
from core.orchestrator.lexical.words import Word, make_word

_FILLERS = DETERMINERS | word_set("actually really also then still just exactly currently")

_NO = (
    ("without",), ("with", "no"), ("lacking",), ("lack",), ("lacks",),
    *product(("have", "has", "having", "had"), ("no",)),
    *product(("do", "does", "did"), ("not",), ("have",)),
)  # fmt: skip
_NEVER = (
    ("not", "ever"), ("never", "ever"), ("never", "get"),
    *product(("can", "could", "will", "would"), ("never",)),
    *product(("can", "could", "will", "would", "do", "does"), ("not",), ("ever",)),
)  # fmt: skip
_NOTHING = (("no", "one"), ("nobody",), ("noone",))
_REPLACED = {
    said: make_word(meant)
    for meant, ways in (("no", _NO), ("never", _NEVER), ("nothing", _NOTHING))
    for said in ways
}
_SIGNS = word_set("no not never without nobody noone lack lacks lacking")
_LONGEST = max(map(len, _REPLACED))


def essential(words: Iterable[Word]) -> list[Word]:
    """Return the words phrases are made of: no articles, no fillers, negations in one form."""
    kept = [word for word in words if word.plain not in _FILLERS]
    if _SIGNS.isdisjoint(word.plain for word in kept):
        return kept
    found: list[Word] = []
    position = 0
    while position < len(kept):
        size = _negation_at(kept, position)
        said = tuple(word.plain for word in kept[position : position + size])
        found.append(_REPLACED[said] if size else kept[position])
        position += size or 1
    return found


def _negation_at(words: list[Word], position: int) -> int:
    """Return how many words from here on are one negation, 0 when none is."""
    for size in range(_LONGEST, 0, -1):
        if tuple(word.plain for word in words[position : position + size]) in _REPLACED:
            return min(size, len(words) - position)
    return 0
