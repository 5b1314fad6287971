"""Greetings, thanks, fillers and small talk: what stands around a wish or instead of one."""

import re
from dataclasses import dataclass

from core.orchestrator.lexical.addressing import BOT_NAME
from core.orchestrator.lexical.english import word_set
from core.orchestrator.lexical.message import Message
from core.orchestrator.lexical.words import Word

_PEOPLE = (
    rf"there|all|team|everyone|everybody|folks|guys|bot|{BOT_NAME}|mate|dude|bro|buddy|sir|madam|friend"
    rf"|again|my|dear"
    r"|to|you|too|man"
)
_GREETING = re.compile(
    r"(?:(?:hi|hello|helo|hey|heya|hiya|hiy|yo|hallo|hola|howdy|greetings|namaste|bonjour|servus|ciao"
    r"|salut|dear|sup"
    r"|good (?:morning|afternoon|evening|day)|gm|morning|evening|afternoon)"
    rf"(?: (?:{_PEOPLE}))*)(?: |$)"
)
_THANKS = re.compile(
    r"(?:(?:(?:many )?thanks|thank you|cheers|tia|much appreciated|appreciate it|thank u)"
    r"(?: (?:a lot|a bunch|a million|so much|very much|in advance|again|mate|bot|you|for (?:the|your)"
    r" (?:help|support)"
    r"|for that|everyone|all|team|guys|that helps|that helped|that is all|for all))*)(?: |$)"
)
_FILLER = re.compile(
    r"(?:please|kindly|ok|okay|so|well|right|oh|um|hmm|sorry|excuse me|quick (?:one|question)|question"
    r"|listen|just"
    r"|damn(?: it)?|look|also|hey|actually|anyway|alright|great|cool|perfect|nice|wow|hurry up|urgent"
    r"|hope you are (?:well|fine|doing well))(?: |$)"
)
_CLOSING = re.compile(
    r"(?: |^)(?:(?:many )?thanks|thank you|cheers|tia|please|asap|in advance|so much|very much|a lot|mate"
    r"|bro|lol|now"
    r"|again|thanks in advance|appreciated)$"
)
_ACKNOWLEDGEMENTS = word_set("""
    ok okay okey k kk fine lol lmao rofl haha hahaha hehe great cool nice good perfect awesome excellent
    amazing wow brilliant fantastic superb super sweet yes yep yeah yup no nope nah sure right true exactly
    agreed bye goodbye cya later hmm hm huh meh oh ah aha oops ouch yay hooray wonderful lovely neat done
    ack acknowledged noted roger copy understood bravo congrats congratulations welcome sorry damn shit crap
    wtf omg brb afk ttyl night thanks cheers
    """)
_VERDICT = (
    r"suck|sucks|useless|stupid|dumb|idiot|moron|bad|terrible|awful|rubbish|garbage|trash|crap|shit|rock"
    r"|rocks|great"
    r"|awesome|amazing|fun|funny|fast|slow|cool|nice|good|helpful|perfect|wrong|right|best|worst|annoying"
    r"|boring|genius"
    r"|star|legend"
)
_SET_PHRASE = re.compile(
    rf"^(?:(?:that|this|it|you|u) (?:is|was|are|were)? ?(?:so |really |very |totally |just |a "
    rf"|an )*(?:\w+ )?(?:{_VERDICT})"
    r"|(?:good|great|nice|excellent|fantastic|amazing|awesome|well|brilliant|superb|stupid|dumb|useless"
    r"|bad|lousy) "
    rf"\w+(?: (?:{_PEOPLE}))?"
    r"|(?:shut up|go away|get lost|fuck|screw|never mind|nevermind|forget (?:it|about it)|got it|i see"
    r"|no worries"
    r"|no problem|my bad|sounds good|makes sense|all good|hold on|hang on|wait|one (?:moment|second|sec"
    r"|minute)|just a"
    r"|give me a (?:moment|sec|second|minute)|see you|see ya|talk (?:to you )?later|have a (?:good|nice"
    r"|great)|take care"
    r"|what do you mean|you mean|happy|merry|let us (?:grab|get|go)|wrong channel|well done"
    r"|i (?:love|hate|like|am|feel|quit|miss|think so|agree|do not care)|my (?:dog|cat|boss|wife|husband"
    r"|mom|kid))"
    r"(?: \S+){0,5})$"
)
_ROUNDS = 8
"""People pile up few of them: "hi team, good morning, sorry, quick question, please"."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A message without its greeting, thanks and fillers, and whether it greeted."""

    message: Message
    greeted: bool


def strip_courtesy(message: Message) -> Opening:
    """Cut greetings, thanks and fillers off both ends; the words between are what is wanted."""
    words, greeted = message.words, False
    for _ in range(_ROUNDS):
        sentence = Message(message.body, message.explicit, words).sentence
        found = _GREETING.match(sentence)
        greeted = greeted or found is not None
        found = found or _THANKS.match(sentence) or _FILLER.match(sentence)
        if found is None:
            break
        words = words[len(found.group().split()) :]
    return Opening(Message(message.body, message.explicit, _without_closing(message, words)), greeted)


def _without_closing(message: Message, words: tuple[Word, ...]) -> tuple[Word, ...]:
    for _ in range(_ROUNDS):
        found = _CLOSING.search(Message(message.body, message.explicit, words).sentence)
        if found is None:
            break
        words = words[: len(words) - len(found.group().split())]
    return words


def is_small_talk(message: Message) -> bool:
    """Tell whether every word is an acknowledgement, or the whole is a set phrase of small talk."""
    if all(word.plain in _ACKNOWLEDGEMENTS for word in message.words):
        return True
    return _SET_PHRASE.match(message.sentence) is not None
