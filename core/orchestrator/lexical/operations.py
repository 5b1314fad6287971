"""Tells orders to change something, and questions about this very moment, from work on what is known."""

import re

from core.orchestrator.lexical.english import (
    CHANGE_VERBS,
    QUESTION_WORDS,
    START_VERBS,
    STATES,
    STOP_WORDS,
    TIMES,
)
from core.orchestrator.lexical.message import Message
from core.orchestrator.lexical.profile import Profile, background_weight
from core.orchestrator.lexical.words import Word, words_of

_POLITE = re.compile(
    r"^(?:(?:please|just|go|then|and|now|so|also|kindly) |(?:can|could|would|will) you "
    r"|(?:i|we) (?:want|need) you to )*"
)
_OF_A_QUESTION = QUESTION_WORDS - {"when", "where", "whether"}
_NO_ORDER_BEFORE = frozenset({"me", "us", "of", "for", "with", "from", "at"})
"""Words that make it a wish ("send me the list"), a noun ("change of owner") or a way ("start with X")."""

_YES_OR_NO = re.compile(r"^(?:is|are|did|was|were|has|have|had|will) (?!there\b|(?:i|we|you|it|this|that)\b)")
_STATE_OF = re.compile(r"\b(?:status|progress|logs?|log files?) (?:of|for|from)\b")


def is_operation(message: Message, profile: Profile) -> bool:
    """Tell whether it takes hands or eyes on a running system that the workflow does not claim to have.

    "kill LOAD_GL", "did LOAD_GL finish?": a workflow that serves these has such a verb at the head of a
    capability, or such a question among its examples.
    """
    if _orders_change(message, profile):
        return True
    return _asks_about_now(message, profile) and not any(
        _asks_about_now(Message(query, False, tuple(words_of(query))), profile)
        for query in profile.metadata.example_queries
    )


def _orders_change(message: Message, profile: Profile) -> bool:
    polite = _POLITE.sub("", message.sentence)
    if not polite:
        return False
    verb, *rest = message.words[-len(polite.split()) :]
    if verb is message.words[0] and message.body.rstrip().endswith("?"):  # "hold it?" asks what that would do
        return False
    if verb.stem in profile.verbs or any(w.plain in _OF_A_QUESTION or w.kind == "path" for w in rest):
        return False
    if rest and rest[0].plain in _NO_ORDER_BEFORE:
        return False
    return verb.plain in CHANGE_VERBS or (verb.plain in START_VERBS and _is_thing(_object(rest), profile))


def _object(words: list[Word]) -> list[Word]:
    """Return the nouns a verb is followed by: "new job" of "a new job that runs"."""
    found: list[Word] = []
    for word in words:
        if found and (word.plain in STOP_WORDS or word.kind == "name"):
            break
        if word.plain not in STOP_WORDS:
            found.append(word)
    return found


def _is_thing(words: list[Word], profile: Profile) -> bool:
    """Tell a name or subject ("LOAD_GL", "the nightly batch") from a result ("a list of jobs")."""
    if not words or any(word.stem in profile.verbs for word in words):
        return False
    return words[-1].kind == "name" or words[-1].stem in profile.subjects


def _asks_about_now(message: Message, profile: Profile) -> bool:
    """Tell "is LOAD_GL running right now?" from "is LOAD_GL a box?"."""
    if _STATE_OF.search(message.sentence):
        return True
    if not _YES_OR_NO.match(message.sentence):
        return False
    content = [w for w in message.words if w.kind == "word" and w.stem not in profile.subjects]
    content = [word for word in content if word.stem in STATES or background_weight(word) > 0]
    states = [word for word in content if word.stem in STATES]
    return bool(states) and all(word.stem in STATES or word.plain in TIMES for word in content)
