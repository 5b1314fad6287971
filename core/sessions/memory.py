"""What was said before and has to do with a question."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.session import Message
from core.word_stem import stem

HALF_LIFE_DAYS = 7.0
"""Days after which the bonus for being recent is half of what it was."""

_RECENT = 0.5
_ARTIFACT = 0.2
_DECISION = 0.2
_K1 = 1.2
_B = 0.75
"""Parameters of BM25, as commonly set."""

_READ = 20_000
"""Characters of a message that are looked at."""

_WORD = re.compile(r"[^\W_]+")
_NAME = re.compile(r"\w+(?:[.\-]\w+)*")
_DECISIVE = re.compile(
    r"\b(?:decid\w+|agreed?|approved?|declined?|confirmed?|settled|let us|let's|we will|we'll|go with"
    r"|use only|instead of|from now on|never again)\b",
    re.IGNORECASE,
)
_COMMON = frozenset(
    _WORD.findall(
        "a about all am an and any are as at be been but by can could did do does for from had has "
        "have he her his how i if in into is it its me my no not of on or our please she should so "
        "some that the their them then there these they this those to us was we were what when "
        "where which who why will with would you your"
    )
)
"""Words that make no message relevant."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A message of some session, and how much it has to do with the question (above 0, no upper end)."""

    session_id: str
    message: Message
    score: float


def ranked(said: Sequence[tuple[str, Message]], query: str, now: datetime, limit: int) -> list[Remembered]:
    """The messages (each with its session) that share words with the query, the most relevant first.

    The score is ``BM25 * (1 + 0.5 * recency + 0.2 if artifacts are attached + 0.2 if something is decided)``.
    BM25 (k1 1.2, b 0.75) counts stems and whole names that query and message share, rare ones among these
    messages more than frequent ones, in a short message more than in a long one. ``recency`` is 1 now and
    halves every seven days. A message without a shared word is never relevant, however new it is.
    """
    wanted = set(_terms(query))
    documents = [Counter(_terms(message.content)) for _, message in said]
    weights = {term: _rarity(sum(term in words for words in documents), len(documents)) for term in wanted}
    average = sum(map(Counter.total, documents)) / max(len(documents), 1) or 1.0
    found = [
        Remembered(session_id, message, _lexical(words, weights, average) * _bonus(message, now))
        for (session_id, message), words in zip(said, documents, strict=True)
    ]
    relevant = [each for each in found if each.score > 0]
    return sorted(relevant, key=lambda each: (each.score, each.message.timestamp), reverse=True)[:limit]


def _lexical(words: Counter[str], weights: dict[str, float], average: float) -> float:
    length = 1 - _B + _B * words.total() / average
    return math.fsum(
        weight * words[term] * (_K1 + 1) / (words[term] + _K1 * length)
        for term, weight in weights.items()
        if term in words
    )


def _rarity(having: int, count: int) -> float:
    """The weight of a word that so many of the messages have."""
    return math.log(1 + (count - having + 0.5) / (having + 0.5))


def _bonus(message: Message, now: datetime) -> float:
    days = max((now - message.timestamp).total_seconds(), 0) / 86_400
    decided = _DECISIVE.search(message.content[:_READ]) is not None
    recency = math.exp2(-days / HALF_LIFE_DAYS)
    return 1 + _RECENT * recency + _ARTIFACT * bool(message.artifacts) + _DECISION * decided


def _terms(text: str) -> Iterator[str]:
    """The stems of a text's words, and its names as a whole (``load_a`` beside ``load``)."""
    plain = unicodedata.normalize("NFKC", text[:_READ]).casefold()
    words = set()
    for word in _WORD.findall(plain):
        if word not in _COMMON:
            words.add(word)
            yield stem(word)
    yield from (name for name in _NAME.findall(plain) if name not in words and name not in _COMMON)
