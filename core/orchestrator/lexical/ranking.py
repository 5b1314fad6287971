"""Ranks workflows by how much of a message they explain."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from core.contracts import WorkflowMetadata
from core.orchestrator.lexical.english import ACRONYMS
from core.orchestrator.lexical.message import Message
from core.orchestrator.lexical.phrases import PhraseHit, longest_phrase
from core.orchestrator.lexical.profile import (
    COMMON_WEIGHT,
    Profile,
    background_weight,
    is_request_verb,
    pattern_of,
)
from core.orchestrator.lexical.spelling import Spelling
from core.orchestrator.lexical.words import Word

UNEXPLAINED, DOUBT = 0.75, 0.4
"""What a word no workflow word explains costs, and how much evidence it takes to be half sure."""

NAME_EVIDENCE, CAPITALS_EVIDENCE, FILE_EVIDENCE = 1.0, 0.5, 1.0
SUBJECT_WEIGHT = 0.6
"""What a word a workflow declares as its subject weighs at least, however common it is."""

Posting = tuple[int, float, float]
"""A workflow's position, the word's share there, and the least the word weighs there."""
Postings = dict[str, list[Posting]]
_KEPT, _ENOUGH_COMMON = 6, 3


@dataclass(frozen=True, slots=True)
class Ranked:
    """A workflow, how much of the message it explains (0..1), and what was found for it.

    ``is_clear`` is false when only words speak for it that stand in any message, ``is_foreign`` is true when
    of several workflows that take names nothing but a name does, and the rest of the message is about
    something else.
    """

    profile: Profile
    score: float
    is_clear: bool
    is_foreign: bool
    has_name: bool
    has_file: bool
    phrases: tuple[PhraseHit, ...]


class Index:
    """The words of all workflows, inverted; built once for a set of workflows."""

    def __init__(self, capabilities: tuple[WorkflowMetadata, ...]) -> None:
        """Read the metadata of each workflow."""
        self.capabilities = capabilities
        self.profiles = [Profile(metadata) for metadata in capabilities]
        self.suffixes = frozenset(suffix for profile in self.profiles for suffix in profile.file_suffixes)
        self.spelling = Spelling(word for profile in self.profiles for word in profile.surface)
        self._postings = self._invert()
        self._patterns: dict[str, list[int]] = defaultdict(list)
        for position, profile in enumerate(self.profiles):
            for parameter in profile.metadata.required_inputs:
                if parameter.type == "string" and parameter.pattern is not None:
                    self._patterns[parameter.pattern].append(position)
        takers = {position for positions in self._patterns.values() for position in positions}
        self._several_take_names = len(takers) > 1

    def _invert(self) -> Postings:
        """Map each stem to the workflows that have it; a stem many have distinguishes less."""
        holders: dict[str, list[int]] = defaultdict(list)
        for position, profile in enumerate(self.profiles):
            for term in profile.terms:
                holders[term].append(position)
        return {
            term: [self._posting(position, term, self._rarity(len(positions))) for position in positions]
            for term, positions in holders.items()
        }

    def _posting(self, position: int, term: str, rarity: float) -> Posting:
        profile = self.profiles[position]
        return position, profile.terms[term] * rarity, SUBJECT_WEIGHT if term in profile.subjects else 0.0

    def rank(self, message: Message, files: Sequence[str]) -> list[Ranked]:
        """Return the best workflows that explain anything, the best first."""
        found = _Evidence(message, self._postings)
        self._add_names(message, found)
        self._add_files(message, files, found)
        likely = sorted(found.evidence, key=lambda position: (-found.score(position), position))[:_KEPT]
        ranked = [self._with_phrases(message, position, found) for position in likely]
        return sorted(ranked, key=lambda r: -r.score)

    def _with_phrases(self, message: Message, position: int, found: "_Evidence") -> Ranked:
        profile = self.profiles[position]
        hits = [longest_phrase(message, phrases) for phrases in profile.phrases.values()]
        phrases = tuple(hit for hit in hits if hit is not None)
        return Ranked(
            profile,
            found.score(position),
            found.is_clear(position),
            self._several_take_names and found.is_foreign(position),
            position in found.named,
            position in found.filed,
            phrases,
        )

    def _add_names(self, message: Message, found: "_Evidence") -> None:
        for expression, positions in self._patterns.items():
            names = [word for word in message.words if word.kind == "name" and _fits(word, expression)]
            capitals = (
                [] if message.shouted else [w for w in message.words if _capitals(w) and _fits(w, expression)]
            )
            for position in positions if names or capitals else ():
                self._add_name(position, names, capitals, found)

    def _add_name(self, position: int, names: list[Word], capitals: list[Word], found: "_Evidence") -> None:
        profile = self.profiles[position]
        if any(not profile.knows(word) for word in names):
            found.evidence[position] += NAME_EVIDENCE
            found.named.add(position)
        unknown = [word for word in capitals if not profile.knows(word)]
        if unknown and position not in found.named:
            found.evidence[position] += CAPITALS_EVIDENCE
            found.explained[position] += sum(background_weight(word) for word in unknown)

    def _add_files(self, message: Message, files: Sequence[str], found: "_Evidence") -> None:
        names = [
            *(name.lower() for name in files),
            *(word.plain for word in message.words if word.kind == "path"),
        ]
        takers = [
            position
            for position, profile in enumerate(self.profiles if names else ())
            if profile.file_suffixes and any(name.endswith(tuple(profile.file_suffixes)) for name in names)
        ]
        for position in takers:
            found.evidence[position] += FILE_EVIDENCE * self._rarity(len(takers))
            found.filed.add(position)

    def _rarity(self, holders: int) -> float:
        """How much it says that a workflow has something: 1 where no other has it, less the more have it."""
        return math.log1p(len(self.profiles) / holders) / math.log1p(len(self.profiles))


class _Evidence:
    """What speaks for each workflow while one message is ranked."""

    def __init__(self, message: Message, postings: Postings) -> None:
        weights = {
            word.stem: background_weight(word) for word in message.words if word.kind in {"word", "call"}
        }
        verbs = {word.stem for word in message.words if is_request_verb(word)}
        self.total = sum(weight for term, weight in weights.items() if term not in verbs)
        self.total += COMMON_WEIGHT * any(word.kind == "number" for word in message.words)
        self.evidence: defaultdict[int, float] = defaultdict(float)
        self.explained: defaultdict[int, float] = defaultdict(float)
        self.common: defaultdict[int, list[bool]] = defaultdict(list)
        self.telling: set[int] = set()
        self.named: set[int] = set()
        self.filed: set[int] = set()
        for term, weight in weights.items():
            for position, share, floor in postings.get(term, ()) if weight else ():
                self.evidence[position] += max(weight, floor) * share
                self.common[position].append(term in verbs)
                self.explained[position] += 0.0 if term in verbs else weight
                if weight == 1 or floor:
                    self.telling.add(position)

    def is_clear(self, position: int) -> bool:
        """Frequent words alone are enough only when they explain all there is: "count the words"."""
        if position in self.telling or position in self.named or position in self.filed:
            return True
        found = self.common[position]
        return self.explained[position] >= self.total and len(found) + any(found) >= _ENOUGH_COMMON

    def is_foreign(self, position: int) -> bool:
        """A name alone says little about a workflow when a word of another subject stands beside it."""
        if self.common[position] or position in self.telling or position in self.filed:
            return False
        return self.total - self.explained[position] >= 2 * COMMON_WEIGHT

    def score(self, position: int) -> float:
        evidence = self.evidence[position]
        unexplained = max(0.0, self.total - self.explained[position])
        return evidence / (evidence + UNEXPLAINED * unexplained + DOUBT)


def _fits(word: Word, expression: str) -> bool:
    pattern = pattern_of(expression)
    return bool(pattern.fullmatch(word.text) or (word.quoted and pattern.fullmatch(word.text.upper())))


def _capitals(word: Word) -> bool:
    known = word.plain in ACRONYMS or background_weight(word) < 1
    return word.kind == "word" and len(word.text) > 2 and word.text.isupper() and not known


_CACHED = 8
_cache: list[Index] = []


def index_of(capabilities: Sequence[WorkflowMetadata]) -> Index:
    """Return the index for these workflows; the ones asked for last are kept.

    Comparing tuples of the same objects compares identities only, so a hit costs next to nothing.
    """
    wanted = tuple(capabilities)
    found = next((index for index in reversed(_cache) if index.capabilities == wanted), None)
    if found is not None and _cache[-1] is found:
        return found
    index = found or Index(wanted)
    _cache[:] = [*(other for other in _cache if other is not index), index][-_CACHED:]
    return index
