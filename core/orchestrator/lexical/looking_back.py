"""Reads what is about the thread itself: where an answer is from, what was done, "back to the first one"."""

import re
from dataclasses import dataclass
from typing import Literal

from core.orchestrator.lexical.message import Message
from core.orchestrator.lexical.words import clean

Topic = Literal["origin", "recap"]
Which = Literal["first", "previous"]

_LEAD = r"^(?:(?:and|so|ok|okay|wait|sorry|hmm|but|please|remind me|tell me|say) )*"
_IT = (
    r"(?:that|this|it|these|those|they|them"
    r"|(?:the|your|that|this|last) (?:last |latest )?(?:answer|result|numbers?|list))"
)
_FILE = r"(?:file|files|export|exports|input|inputs|source|sources|upload|attachment|version)"
_ORIGIN = re.compile(
    rf"{_LEAD}(?:"
    rf"(?:which|what) {_FILE}(?: exactly)? (?:is|was|are|were|did|does|do|have) (?:{_IT}|you)\b"
    r"(?: \w+){0,3}"
    rf"|from (?:which|what) {_FILE}(?: (?:is|was|are|does) {_IT}(?: \w+)?)?"
    rf"|where (?:is|are|was|were|does|do|did) {_IT}(?: \w+){{0,3}} from"
    rf"|(?:what is )?(?:the |your )?source(?: (?:of|for) {_IT})?"
    rf"|(?:what|which) (?:is|was) {_IT} based on"
    r")$"
)
_RECAP = re.compile(
    rf"{_LEAD}(?:"
    r"what (?:did|have|was|were) (?:you|we)(?: just)? (?:do|done|doing|answer|look at|find|run|work out)"
    r"(?: (?:just )?(?:now|there|so far|here))?"
    r"|what (?:did|have) i(?: just)? (?:ask|asked)(?: (?:you|for|about|last|before))*"
    rf"|what (?:was|is) {_IT}(?: about| again)"
    r"|what was (?:my|the|our) (?:last|previous) (?:question|query|request|answer)"
    r"|where were we|what we (?:did|were doing|asked)|what i (?:just )?asked"
    r")(?: again| please)?$"
)
_EARLIER = re.compile(
    r"(?i)^\W*(?:(?:ok|okay|and|now|so|please|then|let'?s|lets|can we)[ ,]+)*"
    r"(?:(?:go(?:ing)? )?back to|return to|again) (?:the|my|our) "
    r"(?P<which>very first|first|original|previous|earlier|one before|last but one)"
    r"(?: (?:one|question|job|query|answer|thing|topic))?(?=\W|$)[\s,.:;!?-]*(?:(?:and|then) )?(?P<rest>.*)$"
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """Which question is gone back to, and what is asked then; nothing for the same once more."""

    which: Which
    rest: str


def topic_of_thread(message: Message) -> Topic | None:
    """Tell what a message wants to know of the last answer; None for everything else."""
    sentence = message.sentence
    if _ORIGIN.match(sentence):
        return "origin"
    return "recap" if _RECAP.match(sentence) else None


def earlier_meant(text: str) -> Earlier | None:
    """Return what a message goes back to; None when it does not."""
    found = _EARLIER.match(clean(text))
    if found is None:
        return None
    first = found["which"].lower() in {"very first", "first", "original"}
    return Earlier("first" if first else "previous", found["rest"].strip())
