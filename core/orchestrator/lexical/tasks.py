"""Tells a task from a mere subject: whether a message asks for something to be done."""

import re
from itertools import pairwise

from core.orchestrator.lexical.english import AUXILIARIES, QUESTION_WORDS
from core.orchestrator.lexical.message import Message
from core.orchestrator.lexical.profile import Profile, background_weight, is_request_verb, phrase_of
from core.orchestrator.lexical.ranking import Ranked
from core.orchestrator.lexical.wording import essential
from core.orchestrator.lexical.words import Word

_MENTION = re.compile(r"^(?:and |so )?(?:what|how) about (?:(?:the|my|our) )?\S+$")
_DEFINITION = re.compile(r"^(?:what|who) (?:is|are)(?: a| an| the)? ")
_POINTER = re.compile(r"\b(?:this|these|that|those|attached|above|here|my|our)\b")
_BELONGING = frozenset({"of", "for", "in", "from", "by", "to", "around", "between"})
_ALL = frozenset({"everything", "anything", "all", "something"})
_CLAUSE_OPENERS = frozenset({"and", "then", "please", "to"})
_QUALIFIERS = frozenset({"that", "with", "on", "in", "whose", "using"})
_EXCLUSIONS = frozenset({"without", "no", "not", "never", "nobody"})


def asks_for_work(message: Message, best: Ranked) -> bool:
    """Tell a task or a question from a subject, given what was found for the best workflow."""
    profile = best.profile
    if any(not _is_subject(hit.phrase, profile) for hit in best.phrases):
        return True
    if _defines_subject(message, profile) or _MENTION.match(message.sentence):
        return False
    if _asks(message) or _orders(message, profile):
        return True
    return (
        phrase_of(message.words) in profile.requests
        or _narrows(message, best)
        or _of_something(message, profile)
    )


def points_at_something(message: Message) -> bool:
    """Tell "this file" and "my export" from files and exports in general."""
    return _POINTER.search(message.sentence) is not None


def is_bare_order(message: Message) -> bool:
    """Tell "analyse this": an order whose object nobody can see."""
    return bool(message.words) and is_request_verb(message.words[0]) and points_at_something(message)


def _asks(message: Message) -> bool:
    first = message.words[0].plain
    if first in AUXILIARIES or first.startswith("any"):
        return True
    return any(word.plain in QUESTION_WORDS for word in message.words)


def _orders(message: Message, profile: Profile) -> bool:
    words = message.words
    heads = [words[0], *(word for before, word in pairwise(words) if before.plain in _CLAUSE_OPENERS)]
    return any(map(is_request_verb, heads)) or any(word.stem in profile.verbs for word in words)


def _is_subject(phrase: tuple[str, ...], profile: Profile) -> bool:
    """A phrase of function words and subjects names no task by itself."""
    return all(term not in profile.terms or term in profile.subjects for term in phrase)


def _defines_subject(message: Message, profile: Profile) -> bool:
    """Tell "what is X?" with X a subject: nothing is to be done there."""
    if not _DEFINITION.match(message.sentence):
        return False
    content = [word for word in message.words if word.kind != "word" or background_weight(word) > 0]
    return bool(content) and all(word.stem in profile.subjects for word in content)


def _narrows(message: Message, best: Ranked) -> bool:
    """Tell "customers without orders" and "ORDERS_V1 row size": a subject or name, and what of it."""
    profile = best.profile
    if any(word.plain in _EXCLUSIONS for word in message.words) or _is_qualified(message, profile):
        return True
    words = [word for word in message.words if word.kind == "word" and background_weight(word) > 0]
    return best.has_name and any(w.stem in profile.terms and w.stem not in profile.subjects for w in words)


def _is_qualified(message: Message, profile: Profile) -> bool:
    """Tell "jobs that use a calendar" and "jobs on server01": a subject, and which of them."""
    words = message.words
    return any(
        words[position].stem in profile.subjects
        and words[position + 1].plain in _QUALIFIERS
        and (words[position + 2].kind == "name" or words[position + 2].stem not in profile.subjects)
        for position in range(len(words) - 2)
    )


def _of_something(message: Message, profile: Profile) -> bool:
    """Tell "columns of ORDERS_V1" and "gaps in the export": a noun, no subject, that belongs to one."""
    words = essential(message.words)
    return any(
        preposition.plain in _BELONGING
        and noun.stem not in profile.subjects
        and (_is_thing(owner) or (owner.stem in profile.subjects and noun.stem in profile.terms))
        and (background_weight(noun) > 0 or noun.plain in _ALL)
        for noun, preposition, owner in zip(words, words[1:], words[2:], strict=False)
    )


def _is_thing(word: Word) -> bool:
    return word.kind in {"name", "path"}
