"""Resolves the word after an explicit slash command."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from core.orchestrator.lexical.ranking import Index

HELP = "help"


@dataclass(frozen=True, slots=True)
class Resolved:
    """The built-in word or the workflow meant, and what stands behind it."""

    command: str | None
    workflow: str | None
    arguments: list[str]
    score: float = 1.0


def resolve(body: str, commands: Sequence[str], index: Index) -> Resolved | None:
    """Return what the first words name exactly or, failing that, nearly; None when they are a sentence.

    A workflow's command wins over a built-in word. ``make report x`` is ``make-report`` with ``x``.
    """
    tokens = body.split()
    if not tokens:
        return Resolved(HELP, None, [])
    heads = {profile.metadata.command: profile.name for profile in index.profiles}
    heads |= {profile.name: profile.name for profile in index.profiles}
    return _exact(tokens, heads, commands) or _near(tokens, heads, commands)


def _exact(tokens: list[str], heads: dict[str, str], commands: Sequence[str]) -> Resolved | None:
    head = _bare(tokens[0])
    if head in heads:
        return Resolved(None, heads[head], tokens[1:])
    if head in commands:
        return Resolved(head, None, tokens[1:])
    for size in range(min(6, len(tokens)), 1, -1):
        joined = "-".join(map(_bare, tokens[:size]))
        if joined in heads:
            return Resolved(None, heads[joined], tokens[size:])
    return None


def _near(tokens: list[str], heads: dict[str, str], commands: Sequence[str]) -> Resolved | None:
    """Offer the nearest word for a slip of the finger; a sentence's first word is left alone."""
    head = _bare(tokens[0])
    known = [*heads, *commands]
    nearest = min(known, key=lambda word: _distance(head, word), default=None)
    if (
        nearest is None
        or _distance(head, nearest) > _allowed(head)
        or (len(tokens) > 1 and not _alone(tokens, nearest))
    ):
        return None
    score = 1 - _distance(head, nearest) / max(len(head), len(nearest))
    if nearest in heads:
        return Resolved(None, heads[nearest], tokens[1:], score)
    return Resolved(nearest, None, tokens[1:], score)


def _alone(tokens: list[str], nearest: str) -> bool:
    """A mended word may have a few arguments; ordinary words after it make it a sentence."""
    return "-" in nearest or len(tokens) <= 3


def _bare(token: str) -> str:
    return token.lower().strip(".,;:!?\"'`/*")


def _squeezed(word: str) -> str:
    return word.replace("-", "").replace("_", "")


def _distance(head: str, word: str) -> int:
    return OSA.distance(_squeezed(head), _squeezed(word), score_cutoff=3)


def _allowed(head: str) -> int:
    if len(head) < 3:
        return 0
    return 1 if len(head) < 7 else 2
