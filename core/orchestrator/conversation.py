"""Tells talk about the bot and small talk from work, by how people say it."""

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import Literal

from core.orchestrator.addressing import BOT_NAME
from core.orchestrator.english import AUXILIARIES, QUESTION_WORDS, STOP_WORDS
from core.orchestrator.message import Message
from core.orchestrator.profile import is_request_verb
from core.orchestrator.words import Word, stem

_PEOPLE = rf"there|all|team|everyone|everybody|folks|guys|bot|{BOT_NAME}|mate|buddy|sir|madam|friend|again|my|dear|to|you|too"
_GREETING = re.compile(
    rf"(?:(?:hi|hello|helo|hey|heya|hiya|hiy|yo|hallo|hola|howdy|greetings|namaste|bonjour|servus|ciao|salut|dear|sup"
    rf"|good (?:morning|afternoon|evening|day)|gm|morning|evening|afternoon)(?: (?:{_PEOPLE}))*)(?: |$)"
)
_COURTESY = re.compile(
    r"(?:(?:(?:many )?thanks|thank you|cheers|tia|much appreciated|appreciate it|thank u)"
    r"(?: (?:a lot|a bunch|a million|so much|very much|in advance|again|mate|you|for (?:the|your) (?:help|support)"
    r"|for that|everyone|all|team|guys|that helps|that helped|that is all|for all))*)(?: |$)"
)
_FILLER = re.compile(
    r"(?:please|kindly|ok|okay|so|well|right|oh|um|hmm|sorry|excuse me|quick (?:one|question)|question|listen|just"
    r"|damn(?: it)?|look|also|hey|actually|anyway|alright|great|cool|perfect|nice|wow|hurry up|urgent|bot|dataops"
    r"|hope you are (?:well|fine|doing well))(?: |$)"
)
_CLOSING = re.compile(
    r"(?: |^)(?:(?:many )?thanks|thank you|cheers|tia|please|asap|in advance|so much|very much|a lot|mate|bro|lol|now|again"
    r"|thanks in advance|appreciated|bot|dataops)$"
)

_SMALL_TALK = frozenset("""
    ok okay okey k kk fine lol lmao rofl haha hahaha hehe great cool nice good perfect awesome excellent amazing wow
    brilliant fantastic superb super sweet yes yep yeah yup no nope nah sure right true exactly agreed bye goodbye cya
    later hmm hm huh meh oh ah aha oops ouch yay hooray wonderful lovely neat done ack acknowledged noted roger copy
    understood bravo congrats congratulations welcome sorry damn shit crap wtf omg brb afk ttyl night thanks cheers
    """.split())  # fmt: skip
_SMALL_PHRASES = re.compile(
    r"^(?:(?:that|this|it|you|u) (?:is|was|are|were)? ?(?:so |really |very |totally |just |a |an )*"
    r"(?:\w+ )?(?:suck|sucks|useless|stupid|dumb|idiot|moron|bad|terrible|awful|rubbish|garbage|trash|crap|shit|rock|rocks"
    r"|great|awesome|amazing|fun|funny|fast|slow|cool|nice|good|helpful|perfect|wrong|right|best|worst|annoying|boring|genius|star|legend)"
    r"|(?:good|great|nice|excellent|fantastic|amazing|awesome|well|brilliant|superb|stupid|dumb|useless|bad|lousy) "
    r"\w+"
    r"|(?:shut up|go away|get lost|fuck|screw|never mind|nevermind|forget (?:it|about it)|got it|i see|no worries|no problem"
    r"|my bad|sounds good|makes sense|all good|hold on|hang on|wait|one (?:moment|second|sec|minute)|just a|give me a (?:moment|sec|second|minute)"
    r"|see you|see ya|talk (?:to you )?later|have a (?:good|nice|great)|take care|what do you mean|you mean|happy|merry|let us (?:grab|get|go)|wrong channel|well done"
    r"|i (?:love|hate|like|am|feel|quit|miss|think so|agree|do not care)|my (?:dog|cat|boss|wife|husband|mom|kid))"
    r"(?: \S+){0,5})$"
)

_BOT = rf"(?:you|it|this|that|{BOT_NAME}|(?:this|the) (?:bot|thing|tool|agent|app|service|assistant))"
_PERSON = r"(?:i|we|one|you|someone|somebody|anyone|anybody|people|users?|they|a user|everyone|others|other people)"
_HELP = re.compile(
    r"^(?:i |we )?(?:really |could |would |do |can )*(?:need|want|use|like|get|have)? ?(?:some |a little |a bit of |your |a )?(?:help|assistance|support|hand)"
    r"(?: me| us)?(?: out)?(?: please| now| here| someone| needed| required)*$"
    r"|^(?:can|could|would|will|may) (?:you|anyone|anybody|somebody|someone|i)(?: please)? (?:help|assist|support|get help|have help)"
    r"(?: me| us)?(?: out)?(?: with (?:something|a thing|a question|this|it))?(?: please)?$"
    r"|^(?:usage|manual|docs?|documentation|tutorial|instructions?|guide|faq|about|info|menu|options|commands?|examples?"
    r"|capabilities|features?|version|man|howto|how to|getting started|get started|start|intro|introduction|settings)$"
    r"|^help (?:page|menu|text|command|topics?|file|with (?:the )?bot)$|^i am (?:lost|stuck|new|confused|new here)(?: here)?$"
)
_IDENTITY = re.compile(
    rf"^(?:who|what)(?: exactly| on earth| the hell)? (?:are|is) {_BOT}(?: exactly| anyway)?(?: (?:bot|thing|tool|for|about|good for))*$"
    rf"|^(?:are|is) {_BOT} (?:a |an |the |really |some |just |still |even )*(?:bot|robot|human|person|real|machine|ai|llm|chatbot|there|alive"
    r"|online|up|down|working|awake|available|gpt|chatgpt|claude|free|ready|running|broken|open source|new)\b"
    rf"|^are {_BOT} (?:using|based|built|made|trained|running|powered|connected|allowed|written|hosted|recording|logging|storing)\b"
    r"|^(?:who|which \w+|what \w+) (?:made|built|created|wrote|developed|owns|maintains|runs|designed|invented|programmed|supports) "
    rf"{_BOT}$|\b(?:about|introduce|explain|describe|present) (?:yourself|your self)\b|\byour (?:name|version|purpose|role|creator|limits?"
    r"|limitations?|capabilit\w+|features?|skills?|abilit\w+|functions?|commands?|options|model|source|code|owner|maker|docs?|documentation)\b"
    r"|^how are (?:you|u|things)\b|^how (?:is|are) (?:it|things|life|everything)(?: going)?$|^how do you do$|^what is (?:up|new)$|^how have you been"
    r"|^(?:is )?any(?:one|body) (?:here|there|home|around|alive|online)$|^you there$|^(?:nice )?to meet you|\babout you$|\bwhat is this(?: bot| thing| channel)?(?: for)?$"
    rf"|^(?:which|what) (?:llm|ai|language model|model|version|gpt|release)\b.*\b(?:{_BOT}|use|used|behind|running)\b|^what version\b"
)
_CAN = re.compile(
    rf"^(?:what|which things?|what (?:all|else|kinds? of \w+|sort of \w+|type of \w+|questions?|tasks?|stuff|things?))(?: all| else| exactly| kind of things| other things)*"
    rf" (?:can|could|do|does|will|would|are|is|may|should) {_BOT}(?: actually| even| all| also| really)?"
    r" (?:able to |allowed to |supposed to )?(?:do|help|offer|know|need|ask|say|type|answer|support|handle|use|provide|understand|solve|assist|capable"
    r"|expect|good|want|read|take|accept|have|send|give|tell|cover|suggest|write|enter|require)\b(?: \w+){0,6}$"
    rf"|^(?:explain|show|tell|list)(?: me| us)? what (?:{_BOT}|i|we) (?:can|could|do|are|is|does)\b(?: \w+){{0,4}}$"
    rf"|^(?:what|which) (?:\w+ ){{0,2}}(?:do|does|can|could|are|is) {_BOT} (?:have|has|support|offer|know|understand|accept|speak|use|handle|take|provide|read|do)\b"
    rf"|^why (?:should|would|do|must) (?:i|we|anyone) (?:use|need|trust|want) {_BOT}"
)
_HOW_TO = re.compile(
    rf"^(?:and |so |but )?how (?:(?:do|does|can|should|would|could|must|may|did|will|shall) {_PERSON} |to |much does {_BOT}|big|large|many files)"
    rf"|^how (?:does|do|is|are) {_BOT}(?: \w+)? (?:work|works|function|built|do|used|know|learn|operate|compute|decide|find|store|get)\b"
    r"|^what is (?:the |a )?(?:best |right |correct |easiest |proper |normal |quickest )?(?:way|syntax|command|procedure|process|method|format|limit|size) (?:to|of|for|i)\b"
    rf"|^where (?:do|can|should|could|must) {_PERSON} |^where (?:is|are|do|does) .*\b(?:stored?|saved?|kept|go|goes|documentation|docs|manual|help)\b"
    r"|^(?:can|may|could|should|must) (?:i|we|one|anyone|everyone|other people|my \w+|others)\b|^(?:am|are) (?:i|we) (?:able|allowed|supposed)\b"
    rf"|^(?:do|does|did) {_PERSON} (?:need|have|got) to\b|^is it (?:possible|allowed|ok|okay) (?:to|for|that|if)\b|^is there (?:a|an|any|some) (?:way|possibility|\w+ way)\b"
    rf"|^(?:what|which) (?:\w+ )?(?:should|must|do|can|may|could) (?:i|we|people) (?:type|write|say|ask|send|upload|attach|give|enter|provide|expect|use|do)\b"
    r"|^i (?:do not|did not|can not) (?:know|understand) how\b|^i (?:want|would like|need) to (?:know|learn) how to\b"
    r"|^(?:show|tell|teach|explain)(?: to)?(?: me| us)? how (?:to|i|we|one|this|it)\b|^i do not (?:know|understand) what to (?:do|type|ask)"
)
_ABILITY = re.compile(
    rf"^(?:and |so |but )?(?:(?:can|could|do|does|did) {_BOT}(?: guys| also| even| really| actually| maybe| perhaps| already| only)*"
    rf"|(?:are|is) {_BOT} (?:also |even |really )?(?:able|capable|good|trained|made|meant|designed|compatible|familiar|aware)(?: to| of| at| for| with))"
    r" (?P<verb>\w+)(?P<rest>(?: .*)?)$"
)
_NOT_AN_ABILITY = frozenset("""
    like love want think eat sleep drink feel hate believe wish marry mind remember enjoy care dream cry agree fancy prefer
    married single happy sad hungry tired stupid dumb crazy kidding joking serious sure ok okay the not be my too so here
    """.split())  # fmt: skip
_SUPPORTED = re.compile(
    r"^(?:is|are) (?:\S+ ){1,5}(?:supported|installed|available|possible|allowed|enabled|covered|included|compatible|understood|accepted|readable|planned|safe|private|stored|deleted|kept|shared)(?: here| too| yet| as well| in .*)?$"
    r"|^(?:what|which) (?:\S+ ){0,4}(?:is|are|do i have|can be) (?:\S+ ){0,2}(?:supported|installed|available|possible|there|accepted|enabled|allowed|included|loaded|offered)(?: here| for .*)?$"
)
_ABILITIES = frozenset(map(stem, """
    read understand support handle work deal process speak accept open know learn import parse offer provide integrate
    connect talk cope execute schedule monitor cover load
    """.split()))
BOT_WORDS = frozenset(map(stem, f"""
    attach attachment upload uploaded file files pin pinned unpin cancel run ask question bot {BOT_NAME} use using used channel thread share
    download command commands workflow workflows capability capabilities feature features install installed plugin
    plugins support supported format formats type version limit limits limitation privacy private data delete
    slack teams terminal cli example examples start started help language languages skill skills ability abilities tool tools menu
    documentation docs tutorial guide manual instructions usage option options model credentials token permission permissions
    access login role roles admin settings configure you your yourself size big safe store stored kept keep save saved
    answer result results message chat talk mention type give send zip folder history session log work happen see
    secure safely remember learn know long call
    """.split()))  # fmt: skip
"""What people name when they talk about the bot itself."""
_BOT_NOUNS = frozenset(map(stem, f"""
    bot {BOT_NAME} command commands workflow workflows capability capabilities feature features plugin plugins skill skills ability abilities
    documentation docs tutorial manual usage help format formats limits limitations examples
    """.split()))  # fmt: skip
_LISTING = re.compile(r"^(?:please )?(?:list|show|display|give|what|which|tell|where|is|are|any|print|see|got|view|need|i need|i want)\b")

Topic = Literal["help", "identity", "how-to", "ability", "supported", "about the bot"]


@dataclass(frozen=True, slots=True)
class Opening:
    """A message without its greeting, thanks and fillers, and which of them it had."""

    message: Message
    greeted: bool
    thanked: bool


def strip_courtesy(message: Message) -> Opening:
    """Cut greetings, thanks and fillers off both ends; the words between are what is wanted."""
    words, greeted, thanked = list(message.words), False, False
    for _ in range(8):
        sentence = " ".join(word.plain if word.kind != "name" else "{name}" for word in words)
        if found := _GREETING.match(sentence):
            greeted = True
        elif found := _COURTESY.match(sentence):
            thanked = True
        elif not (found := _FILLER.match(sentence)):
            break
        words = words[len(found.group().split()) :]
    return Opening(Message(message.body, message.explicit, tuple(_without_closing(words))), greeted, thanked)


def _without_closing(words: list[Word]) -> list[Word]:
    for _ in range(4):
        found = _CLOSING.search(" ".join(word.plain if word.kind != "name" else "{name}" for word in words))
        if not found:
            break
        words = words[: len(words) - len(found.group().split())]
    return words


def is_small_talk(message: Message) -> bool:
    """Tell whether every word is an acknowledgement, or the whole is a set phrase of small talk."""
    plain = [word.plain for word in message.words]
    return all(word in _SMALL_TALK for word in plain) or bool(_SMALL_PHRASES.match(message.sentence))


def topic_of(message: Message) -> Topic | None:
    """Tell in which way a message is about the bot, whatever its subject is."""
    sentence = message.sentence
    if _HELP.match(sentence):
        return "help"
    if _IDENTITY.search(sentence) or _CAN.match(sentence):
        return "identity"
    if _HOW_TO.match(sentence):
        return "how-to"
    if _is_ability(sentence):
        return "ability"
    if _SUPPORTED.match(sentence):
        return "supported"
    return "about the bot" if _asks_about_bot(message) else None


def _is_ability(sentence: str) -> bool:
    """Tell "can you read X?" from "can you show me X": the second asks for the thing itself."""
    found = _ABILITY.match(sentence)
    if not found or found.group("verb") in _NOT_AN_ABILITY or found.group("verb") in {"please", "tell", "give"}:
        return False
    rest = f" {found.group('rest')} "
    return not re.search(r" (?:me|us|please) ", rest)


def is_plausible_ability(message: Message, known: Container[str]) -> bool:
    """Tell "can you read X?" from "can you recommend a book?": a verb of work, or a word that is known."""
    content = [word for word in message.words if word.kind == "word" and word.plain not in STOP_WORDS]
    return any(w.stem in _ABILITIES or w.stem in BOT_WORDS or w.stem in known or is_request_verb(w) for w in content)


def _asks_about_bot(message: Message) -> bool:
    """Tell "list the commands" and "is my data safe?": nothing but the bot is named."""
    words = [word for word in message.words if word.kind == "word"]
    if any(word.stem in _BOT_NOUNS for word in words) and (_LISTING.match(message.sentence) or len(words) <= 2):
        return True
    content = [word for word in words if word.plain not in STOP_WORDS]
    asked = bool(words) and words[0].plain in QUESTION_WORDS | AUXILIARIES
    return asked and bool(content) and all(word.stem in BOT_WORDS for word in content)
