"""Tells talk about the bot itself from work for it, by how people say it."""

import re
from collections.abc import Container
from typing import Literal

from core.orchestrator.lexical.addressing import BOT_NAME
from core.orchestrator.lexical.english import AUXILIARIES, QUESTION_WORDS, STOP_WORDS, word_set
from core.orchestrator.lexical.message import Message
from core.orchestrator.lexical.profile import background_weight, is_request_verb
from core.orchestrator.lexical.words import Word
from core.word_stem import stem

Topic = Literal["help", "identity", "how-to", "ability", "supported", "about the bot"]

_BOT = rf"(?:you|it|this|that|{BOT_NAME}|(?:this|the) (?:bot|thing|tool|agent|app|service|assistant))"
_PERSON = (
    r"(?:i|we|one|you|someone|somebody|anyone|anybody|people|users?|they|a user|everyone|others|other people)"
)


def _one_of(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_HELP = _one_of(
    r"^(?:i |we )?(?:really |could |would |do |can )*(?:need|want|use|like|get|have)? ?"
    r"(?:some |a little |a bit of |your |a )?(?:help|assistance|support|hand)"
    r"(?: me| us)?(?: out)?(?: please| now| here| someone| needed| required)*$",
    r"^(?:can|could|would|will|may) (?:you|anyone|anybody|somebody|someone|i)(?: please)? "
    r"(?:help|assist|support|get help|have help)(?: me| us)?(?: out)?"
    r"(?: with (?:something|a thing|a question|this|it))?(?: please)?$",
    r"^(?:usage|manual|docs?|documentation|tutorial|instructions?|guide|faq|about|info|menu|options"
    r"|commands?|examples?"
    r"|capabilities|features?|version|man|howto|how to|getting started|get started|start|ping|intro"
    r"|introduction"
    r"|settings)$",
    r"^help (?:page|menu|text|command|topics?|file|with (?:the )?bot)$",
    r"^i am (?:lost|stuck|new|confused|new here)(?: here)?$",
)
_IDENTITY = _one_of(
    rf"^(?:who|what)(?: exactly| on earth| the hell)? (?:are|is) {_BOT}(?: exactly| anyway)?"
    r"(?: (?:bot|thing|tool|for|about|good for))*$",
    rf"^(?:are|is) {_BOT} (?:a |an |the |really |some |just |still |even )*(?:bot|robot|human|person|real"
    rf"|machine|ai|llm"
    r"|chatbot|there|alive|online|up|down|working|awake|available|gpt|chatgpt|claude|free|ready|running"
    r"|broken"
    r"|open source|new)\b",
    rf"^are {_BOT} (?:using|based|built|made|trained|running|powered|connected|allowed|written|hosted"
    rf"|recording|logging"
    r"|storing)\b",
    r"^(?:who|which \w+|what \w+) (?:made|built|created|wrote|developed|owns|maintains|runs|designed|invented"
    rf"|programmed|supports) {_BOT}$",
    r"\b(?:about|introduce|explain|describe|present) (?:yourself|your self)\b",
    r"\byour (?:name|version|purpose|role|creator|limits?|limitations?|capabilit\w+|features?|skills?"
    r"|abilit\w+"
    r"|functions?|commands?|options|model|source|code|owner|maker|docs?|documentation)\b",
    r"^how are (?:you|u|things)\b|^how (?:is|are) (?:it|things|life|everything)(?: going)?$|^how do you do$",
    r"^what is (?:up|new)$|^how have you been|^you there$|^(?:nice )?to meet you",
    r"^(?:is )?any(?:one|body) (?:here|there|home|around|alive|online)$",
    rf"^how (?:accurate|reliable|smart|fast|secure|safe|clever|intelligent) (?:are|is) {_BOT}\b",
    rf"^can (?:i|we) trust {_BOT}$|\bwhat {_BOT} (?:can|do|does|are|is)\b|\babout you$",
    r"\bwhat is this(?: bot| thing| channel)?(?: for)?$",
    rf"^(?:which|what) (?:llm|ai|language model|model|version|gpt|release)\b.*\b(?:{_BOT}|use|used|behind"
    rf"|running)\b",
    r"^what version\b",
)
_WHAT_IT_CAN = _one_of(
    r"^(?:what|which things?|what (?:all|else|kinds? of \w+|sort of \w+|type of \w+|questions?|tasks?"
    r"|stuff|things?))"
    r"(?: all| else| exactly| kind of things| other things)*"
    rf" (?:can|could|do|does|will|would|are|is|may|should)(?: not)? {_BOT}(?: actually| even| all| also"
    rf"| really)?"
    r" (?:able to |allowed to |supposed to )?(?:do|help|offer|know|need|ask|say|type|answer|support"
    r"|handle|use|provide"
    r"|understand|solve|assist|capable|expect|good|want|read|take|accept|have|send|give|tell|cover"
    r"|suggest|write|enter"
    r"|require)\b(?: \w+){0,6}$",
    rf"^(?:explain|show|tell|list)(?: me| us)? what (?:{_BOT}|i|we) (?:can|could|do|are|is"
    rf"|does)\b(?: \w+){{0,4}}$",
    rf"^(?:what|which) (?:\w+ ){{0,2}}(?:do|does|can|could|are|is) {_BOT} (?:have|has|support|offer|know"
    rf"|understand"
    r"|accept|speak|use|handle|take|provide|read|do)\b",
    rf"^why (?:should|would|do|must) (?:i|we|anyone) (?:use|need|trust|want) {_BOT}",
)
_HOW_TO = _one_of(
    rf"^(?:and |so |but )?how (?:(?:do|does|can|should|would|could|must|may|did|will|shall) {_PERSON} |to "
    rf"|much does {_BOT}|big|large|many files)",
    rf"^how (?:does|do|is|are) {_BOT}(?: \w+)? (?:work|works|function|built|do|used|know|learn|operate"
    rf"|compute|decide"
    r"|find|store|get)\b",
    r"^what is (?:the |a )?(?:best |right |correct |easiest |proper |normal |quickest )?"
    r"(?:way|syntax|command|procedure|process|method|format|limit|size) (?:to|of|for|i)\b",
    rf"^where (?:do|can|should|could|must) {_PERSON} ",
    r"^where (?:is|are|do|does) .*\b(?:stored?|saved?|kept|go|goes|documentation|docs|manual|help)\b",
    r"^(?:can|may|could|should|must) (?:i|we|one|anyone|everyone|other people|my \w+|others)\b",
    r"^(?:am|are) (?:i|we) (?:able|allowed|supposed)\b",
    rf"^(?:do|does|did) {_PERSON} (?:need|have|got) to\b|^is it (?:possible|allowed|ok|okay) (?:to|for"
    rf"|that|if)\b",
    r"^is there (?:a|an|any|some) (?:way|possibility|\w+ way)\b",
    r"^(?:what|which) (?:\w+ )?(?:should|must|do|can|may|could) (?:i|we|people) (?:type|write|say|ask"
    r"|send|upload|attach"
    r"|give|enter|provide|expect|use|do)\b",
    r"^i (?:do not|did not|can not) (?:know|understand) how\b|^i (?:want|would like|need) to (?:know"
    r"|learn) how to\b",
    r"^(?:show|tell|teach|explain)(?: to)?(?: me| us)? how (?:to|i|we|one|this|it)\b",
    r"^i do not (?:know|understand) what to (?:do|type|ask)",
)
_ABILITY = re.compile(
    rf"^(?:and |so |but )?(?:(?:can|could|do|does|did) {_BOT}"
    r"(?: guys| also| even| really| actually| maybe| perhaps| already| only)*"
    rf"|(?:are|is) {_BOT} (?:also |even |really )?(?:able|capable|good|trained|made|meant|designed"
    rf"|compatible|familiar"
    r"|aware)(?: to| of| at| for| with)) (?P<verb>\w+)(?P<rest>(?: .*)?)$"
)
_FOR_SOMEONE = re.compile(r" (?:me|us|please)(?: |$)")
_SUPPORTED = _one_of(
    r"^(?:is|are) (?:\S+ ){1,5}(?:supported|installed|available|possible|allowed|enabled|covered|included"
    r"|compatible"
    r"|understood|accepted|readable|planned|safe|private|stored|deleted|kept|shared)"
    r"(?: here| too| yet| as well| in .*)?$",
    r"^(?:what|which) (?:\S+ ){0,4}(?:is|are|do i have|can be) (?:\S+ ){0,2}(?:supported|installed"
    r"|available|possible"
    r"|there|accepted|enabled|allowed|included|loaded|offered)(?: here| for .*)?$",
)
_LISTING = re.compile(
    r"^(?:list|show|display|give|what|which|tell|where|is|are|any|print|see|got|view|need|i need|i want)\b"
)
_ABOUT_COMMAND = re.compile(
    r"^(?:what(?:'s| is| does| do| are)|explain|how (?:does|do i use|to use)|help(?: with| for| on)?) "
    r"(?:the )?(?:command )?(?P<command>[a-z][a-z0-9-]*)(?: command)?(?: do| mean| for| work)?\W*$"
)


def _stems(text: str) -> frozenset[str]:
    return frozenset(map(stem, text.split()))


_NOT_AN_ABILITY = word_set("""
    like love want think eat sleep drink feel hate believe wish marry mind enjoy care dream cry agree fancy
    prefer married single happy sad hungry tired stupid dumb crazy kidding joking serious sure ok okay the
    not be my too so here please tell give
    """)
_ABILITIES = _stems("""
    read understand support handle work deal process speak accept open know learn import parse offer provide
    integrate connect talk cope execute monitor cover load
    """)
_BOT_WORDS = _stems(f"""
    attach attachment upload uploaded file files pin pinned unpin cancel ask question bot {BOT_NAME} use
    using used channel thread share download command commands workflow workflows capability capabilities
    feature features install installed plugin plugins support supported format formats type version limit
    limits limitation max maximum privacy private data delete terminal cli example examples start started
    help language languages skill skills ability abilities tool tools menu documentation docs tutorial guide
    manual instructions usage option options model credentials token permission permissions access login
    role roles admin settings configure you your yourself size big safe store stored kept keep save saved
    answer result results message chat talk mention type give send zip folder history session log work
    happen see secure safely remember learn know long
    """)
"""What people name when they talk about the bot itself."""

_BOT_NOUNS = _stems(f"""
    bot {BOT_NAME} command commands workflow workflows capability capabilities feature features plugin
    plugins skill skills ability abilities documentation docs tutorial manual usage help format formats
    limits limitations examples
    """)
"""Of these, the ones that name nothing else."""


def topic_of(message: Message) -> Topic | None:
    """Tell in which way a message is about the bot, whatever its subject is."""
    sentence = message.sentence
    if _HELP.match(sentence):
        return "help"
    if _IDENTITY.search(sentence) or _WHAT_IT_CAN.match(sentence):
        return "identity"
    if _HOW_TO.match(sentence):
        return "how-to"
    if _is_ability(sentence):
        return "ability"
    if _SUPPORTED.match(sentence):
        return "supported"
    return "about the bot" if _asks_about_bot(message) else None


def concerns_bot(message: Message, topic: Topic, known: Container[str]) -> bool:
    """Tell a how-to or an ability of ours from one of cooks and taxi drivers; ``known`` are work's stems."""
    content = _content(message)
    if topic == "how-to":
        ours = [word for word in content if word.stem in _BOT_WORDS or word.stem in known]
        return len(ours) * 2 >= len(content)
    if topic == "ability":
        return any(word.plain == "do" for word in message.words[1:]) or any(
            w.stem in _ABILITIES | _BOT_WORDS or w.stem in known or is_request_verb(w) for w in content
        )
    return True


def command_in_question(message: Message) -> str | None:
    """Return the word whose meaning is asked, as in "what does pin do?"."""
    found = _ABOUT_COMMAND.match(message.body.lower())
    return found.group("command") if found else None


def _content(message: Message) -> list[Word]:
    return [word for word in message.words if word.kind == "word" and background_weight(word) > 0]


def _is_ability(sentence: str) -> bool:
    """Tell "can you read X?" from "can you show me X": the second asks for the thing itself."""
    found = _ABILITY.match(sentence)
    if found is None or found.group("verb") in _NOT_AN_ABILITY:
        return False
    return not _FOR_SOMEONE.search(found.group("rest"))


def _asks_about_bot(message: Message) -> bool:
    """Tell "list the commands" and "is my data safe?": nothing but the bot is named."""
    words = [word for word in message.words if word.kind == "word"]
    if any(word.stem in _BOT_NOUNS for word in words) and (
        _LISTING.match(message.sentence) or len(words) <= 2
    ):
        return True
    content = [word for word in words if word.plain not in STOP_WORDS]
    asked = bool(words) and words[0].plain in QUESTION_WORDS | AUXILIARIES
    return asked and bool(content) and all(word.stem in _BOT_WORDS for word in content)
