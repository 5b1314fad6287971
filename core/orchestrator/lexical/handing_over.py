"""Words that only hand a file over. All others are taken for a wish of their own: files may be private."""

import re
from collections.abc import Sequence

from core.orchestrator.lexical.addressing import strip_addressing
from core.orchestrator.lexical.courtesy import strip_courtesy
from core.orchestrator.lexical.english import word_set
from core.orchestrator.lexical.message import Message
from core.orchestrator.lexical.words import clean, make_word

LONGEST = 200
"""Characters: whoever hands something over says little."""

_DETERMINER = r"(?:the|a|an|my|your|our|its|this|that|these|those|both)"
_QUALITY = r"(?:new|newest|latest|current|missing|requested|right|correct|full|complete|whole|same|other)"
_THING = (
    r"(?:files?|exports?|listings?|lists?|documents?|attachments?|dumps?|data|ones?|copy|version|question"
    r"|thread|channel)"
)
_NAMED = re.compile(rf"\b{_DETERMINER}(?: {_QUALITY})* {_THING}\b|\b{_THING}(?= attached\b)")
"""A thing with an article: without one, ``list`` and ``export`` are orders."""

_PHRASES = re.compile(
    r"\b(?:please find (?=attached|enclosed)|what (?=you (?:asked|wanted|needed?|wished)\b))"
)
_WORDS = word_set("""
    here here's heres there there's is are it it's its this that that's these those them they both
    you i i've we have go see as for with requested asked wanted need needed wish wished promised
    attached attaching enclosed uploaded sent now then again finally voila tada yes yep yeah sure ok okay done
    please
    """)


def hands_over(text: str, names: Sequence[str]) -> bool:
    """Tell whether a text says nothing but that files (their names) are handed over."""
    addressed = strip_addressing(clean(text))
    if len(text) > LONGEST or addressed.explicit or "?" in text:
        return False
    said = " ".join(re.findall(r"\w+(?:'\w+)*", _without(names, addressed.body.casefold())))
    plain = _NAMED.sub("it", _PHRASES.sub("", said))
    message = Message(plain, False, tuple(make_word(each) for each in plain.split()))
    return all(word.plain in _WORDS for word in strip_courtesy(message).message.words)


def _without(names: Sequence[str], text: str) -> str:
    """A text with ``it`` in the place of names."""
    known = sorted({clean(each).casefold() for each in names} - {""}, key=len, reverse=True)
    whole = "|".join(rf"(?<!\w){re.escape(each)}(?!\w)" for each in known)
    return re.sub(whole, "it", text) if whole else text
