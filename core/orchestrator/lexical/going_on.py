"""Reads what goes on from the last question: "and downstream?", "same for APPL_GL", "two levels only"."""

import re
from typing import Any

from core.orchestrator.lexical.english import AUXILIARIES, NUMBER_WORDS, QUESTION_WORDS, STOP_WORDS, word_set
from core.orchestrator.lexical.message import Message
from core.orchestrator.lexical.parameters_in_words import parameters_of
from core.orchestrator.lexical.profile import Profile, is_request_verb
from core.orchestrator.lexical.words import Word, prose

_LONGEST = 10
"""Words in a message that says only what is different from the last question."""

_OPENING = re.compile(
    r"(?:and|or|also|then|now|ok|okay|but|so|well|hmm|no|nope|nah|wait|sorry|oops|actually|rather|instead|just"
    r"|only|try|not that(?: one)?|wrong (?:one|name)|(?:i|we) (?:mean|meant)|(?:what|how) about|what of"
    r"|what if|(?:do |show |give me |show me )?(?:the )?same(?: thing| question| again)?(?: for| with| on)?"
    r"|do (?:that|it)(?: again)?|(?:repeat|redo)(?: (?:that|it))?|again|once more|one more time"
    r"|(?:with|for|on) (?={name}))(?: |$)"
)
_CLOSING = re.compile(r"(?: |^)(?:too|as well|instead|again|rather|only|then|also|now)$")
_AGAIN = re.compile(r"\b(?:again|once more|one more time|same|repeat|redo)\b")
_POINTING = STOP_WORDS | word_set(
    "file files version new newer newest wrong right correct old older latest updated attached attachment"
    " use using take upload uploaded oops mistake redo repeat time question sorry meant"
)
_ALONE = word_set("please it that this the now then for me us")
_ROUNDS = 6


def going_on(message: Message, profile: Profile, *, has_file: bool) -> dict[str, Any] | None:
    """Return the inputs that are not as in the last question, by name; None for a question of its own.

    With a file that the workflow reads, pointing at it is enough.
    """
    if not message.words or len(message.words) > _LONGEST:
        return None
    opened, rest = _opened(message)
    if _repeats(message, rest, has_file=has_file):
        return {}
    marked = opened or _CLOSING.search(message.sentence) is not None
    if not rest.words or _is_question(rest) or (not marked and is_request_verb(rest.words[0])):
        return None
    found = parameters_of(rest, profile)
    if not (found or _mentions_input(rest, profile)) or not _says_nothing_else(rest, profile, found):
        return None
    return None if not marked and _is_whole(profile, found) else found


def is_asked_on(message: Message, profile: Profile) -> bool:
    """Tell a question that is, word for word, one of the workflow's phrases with "it": "who is in it?"."""
    said = message.wordings
    return "it" in said and any(tuple(said) in phrases.wordings for phrases in profile.phrases.values())


def _opened(message: Message) -> tuple[bool, Message]:
    """The message without the words that lead over from the last one, and whether there were any."""
    words = message.words
    for _ in range(_ROUNDS):
        found = _OPENING.match(Message(message.body, message.explicit, words).sentence)
        if found is None:
            break
        words = words[len(found.group().split()) :]
    return len(words) < len(message.words), Message(message.body, message.explicit, words)


def _repeats(message: Message, rest: Message, *, has_file: bool) -> bool:
    """Tell "again", and "this one" beside a file, from anything else."""
    if any(word.kind != "word" or word.plain not in _POINTING for word in rest.words):
        return False
    alone = all(word.plain in _ALONE for word in rest.words)
    return has_file or (alone and _AGAIN.search(message.sentence) is not None)


def _is_question(rest: Message) -> bool:
    """Tell "what does it wait for", which asks for everything itself, from "if it fails"."""
    plain = [word.plain for word in rest.words]
    return plain[0] in AUXILIARIES or not QUESTION_WORDS.isdisjoint(plain)


def _mentions_input(rest: Message, profile: Profile) -> bool:
    """Whether a word that belongs to an input stands there, though no value: "deeper"."""
    texts = (text for each in profile.metadata.required_inputs for text in each.words)
    stems = {word.stem for text in texts for word in prose(text)}
    return any(word.stem in stems for word in rest.words)


def _says_nothing_else(rest: Message, profile: Profile, found: dict[str, Any]) -> bool:
    return all(_belongs(word, profile, found) for word in rest.words)


def _belongs(word: Word, profile: Profile, found: dict[str, Any]) -> bool:
    if word.kind in {"name", "number"} or word.text in found.values():
        return True
    plain = word.plain
    return plain in STOP_WORDS or plain in NUMBER_WORDS or is_request_verb(word) or profile.knows(word)


def _is_whole(profile: Profile, found: dict[str, Any]) -> bool:
    """Whether it names both what is wanted and of what: "downstream of LOAD_GL"."""
    kinds = {each.type for each in profile.metadata.required_inputs if each.name in found}
    return {"choice", "string"} <= kinds
