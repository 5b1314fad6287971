"""Routes a message by its words alone: the detector that needs no model."""

import re
from collections.abc import Container, Sequence

from core.orchestrator.builtin_words import Resolved, resolve
from core.orchestrator.conversation import BOT_WORDS, is_plausible_ability, is_small_talk, strip_courtesy, topic_of
from core.orchestrator.english import AUXILIARIES, QUESTION_WORDS
from core.orchestrator.intent import Intent, IntentRequest
from core.orchestrator.message import Message, read_message
from core.orchestrator.parameters_in_words import parameters_of
from core.orchestrator.profile import Profile, background_weight, is_request_verb, phrase_of
from core.orchestrator.ranking import CLEAR_WORDS, Index, Ranked, index_of
from core.orchestrator.words import Word

ROUTE_FROM, ASK_FROM = 0.42, 0.36
"""Scores (0..1) from which a workflow is taken for meant, and from which it is worth asking back."""

MARGIN = 0.12
"""How much better, as a share of its score, the best must be than the next not to ask back."""

_CANDIDATES = 4
_WISH = re.compile(r"^(?:and )?(?:(?:i|we) (?:would like|want|need|wish|must|have to|am looking|are looking|like)|let us|let me|give|in need|looking for|need|want)\b")
_POINTER = re.compile(r"\b(?:this|these|that|those|attached|above|here)\b|\b(?:my|our)\b")
_FOLLOW_UP = re.compile(r"^(?:and|what about|how about|same|also|then|only|but|or|now|go|one more|more|just|what if|instead|for|with|next)\b")
_ABOUT_COMMAND = re.compile(
    r"^(?:what(?:'s| is| does| do| are)|explain|how (?:does|do i use|to use)|help(?: with| for| on)?) (?:the )?(?:command )?"
    r"(?P<command>[a-z][a-z0-9-]*)(?: command)?(?: do| mean| for| work)?\W*$"
)
_BELONGING = frozenset({"of", "for", "in", "from", "by", "to", "around", "between"})
_DEFINITION = re.compile(r"^(?:what|who) (?:is|are)(?: a| an| the)? ")


class LexicalRouter:
    """Ranks the installed workflows by the words of a message and tells work from talk."""

    def detect(self, request: IntentRequest) -> Intent:
        """Return what the message wants; never raises for any text."""
        index = index_of(request.capabilities)
        message = read_message(request.text, index.spelling, index.suffixes)
        if message.explicit and (resolved := resolve(message.body, request.commands, index)):
            return self._commanded(resolved, message, index)
        return self._spoken(message, request, index)

    def _commanded(self, resolved: Resolved, message: Message, index: Index) -> Intent:
        if resolved.workflow is None:
            return Intent(intent="command", command=resolved.command, arguments=resolved.arguments, score=resolved.score)
        profile = next(p for p in index.profiles if p.name == resolved.workflow)
        rest = message.part(len(message.words) - _word_count(resolved.arguments, index))
        return Intent(
            intent="workflow",
            workflow=profile.name,
            parameters=parameters_of(rest, profile),
            score=resolved.score,
            arguments=resolved.arguments,
        )

    def _spoken(self, message: Message, request: IntentRequest, index: Index) -> Intent:
        opening = strip_courtesy(message)
        wanted = opening.message
        ranked = index.rank(wanted, request.files)
        if not wanted.words:
            return self._wordless(opening.greeted, message, ranked)
        if not _at_hand(wanted, ranked):
            if is_small_talk(wanted) or is_small_talk(message):
                return Intent(intent="none", score=1.0)
            if about := self._about_the_bot(wanted, request, ranked):
                return about
        return _decide(wanted, ranked, request)

    def _wordless(self, greeted: bool, message: Message, ranked: list[Ranked]) -> Intent:
        if ranked and ranked[0].has_file and not message.words:
            return _ask(message, ranked)
        return Intent(intent="meta" if greeted else "none", score=1.0)

    def _about_the_bot(self, message: Message, request: IntentRequest, ranked: list[Ranked]) -> Intent | None:
        topic = topic_of(message)
        known = ranked[0].profile.terms if ranked else {}
        if _names_command(message, request):
            topic = "help"
        if topic is None or topic == "how-to" and not _concerns_us(message, known):
            return None
        if topic == "ability" and not is_plausible_ability(message, known):
            return Intent(intent="none", score=0.8)
        if topic == "about the bot" and ranked and ranked[0].is_clear and _concerns_work(message, known):
            return None
        return Intent(intent="meta", score=0.9, runner_up=ranked[0].profile.name if ranked else None)


def _word_count(arguments: Sequence[str], index: Index) -> int:
    return len(read_message(" ".join(arguments), index.spelling, index.suffixes).words) if arguments else 0


def _decide(message: Message, ranked: list[Ranked], request: IntentRequest) -> Intent:
    """Choose between a task, a question back and nothing of ours."""
    follow_up = _follow_up(message, ranked, request)
    if follow_up is not None:
        return _task(message, follow_up, ranked)
    if not ranked or ranked[0].score < ASK_FROM:
        return Intent(intent="none", score=1 - (ranked[0].score if ranked else 0.0))
    best = ranked[0]
    if not best.is_clear and not (is_request_verb(message.words[0]) and _POINTER.search(message.sentence)):
        return Intent(intent="none", score=1 - best.score)
    close = len(ranked) > 1 and ranked[1].score > best.score * (1 - MARGIN)
    if best.score >= ROUTE_FROM and best.is_clear and not close and _asks_for_work(message, best):
        return _task(message, best, ranked)
    return _ask(message, ranked)


def _task(message: Message, chosen: Ranked, ranked: list[Ranked]) -> Intent:
    others = [r.profile.name for r in ranked if r is not chosen]
    return Intent(
        intent="workflow",
        workflow=chosen.profile.name,
        parameters=parameters_of(message, chosen.profile),
        score=chosen.score,
        runner_up=others[0] if others else None,
    )


def _ask(message: Message, ranked: list[Ranked]) -> Intent:
    close = [r for r in ranked if r.score >= ranked[0].score * (1 - 2 * MARGIN)][:_CANDIDATES]
    return Intent(
        intent="ask",
        candidates=[r.profile.name for r in close],
        parameters=parameters_of(message, close[0].profile) if len(close) == 1 else {},
        score=ranked[0].score,
        runner_up=ranked[1].profile.name if len(ranked) > 1 else None,
    )


def _follow_up(message: Message, ranked: list[Ranked], request: IntentRequest) -> Ranked | None:
    """Return the workflow that answered last when a short message goes on from there."""
    last = next((r for r in ranked if r.profile.name == request.last_workflow), None)
    if last is None or len(message.words) > 8:
        return None
    goes_on = bool(_FOLLOW_UP.match(message.sentence)) or len(message.words) <= 4
    found = parameters_of(message, last.profile)
    return last if goes_on and found and last.score >= ranked[0].score * (1 - MARGIN) and last.score > 0.2 else None


def _at_hand(message: Message, ranked: list[Ranked]) -> bool:
    """Tell whether the message has something to work on: a name, a file, "this file", "my export"."""
    if not ranked:
        return False
    best = ranked[0]
    if best.has_name or best.has_file:
        return True
    return bool(best.words >= CLEAR_WORDS and _POINTER.search(message.sentence) and best.score >= ROUTE_FROM)


def _content(message: Message) -> list[Word]:
    return [word for word in message.words if word.kind == "word" and background_weight(word) > 0]


def _concerns_us(message: Message, known: Container[str]) -> bool:
    """Tell a how-to about the bot or its work from one about rice."""
    content = _content(message)
    ours = [word for word in content if word.stem in BOT_WORDS or word.stem in known]
    return not content or len(ours) * 2 >= len(content)


def _concerns_work(message: Message, known: Container[str]) -> bool:
    """Tell whether a word of the workflow stands there that is not also one about the bot."""
    return any(w.stem in known and w.stem not in BOT_WORDS and not is_request_verb(w) for w in _content(message))


def _names_command(message: Message, request: IntentRequest) -> bool:
    """Tell whether the message is a built-in word, or asks what a command does."""
    found = _ABOUT_COMMAND.match(message.body.lower())
    named = found.group("command") if found else message.body.lower().strip(" .!?")
    commands = {metadata.command for metadata in request.capabilities} if found else set()
    return named in commands or named in request.commands


def _asks_for_work(message: Message, best: Ranked) -> bool:
    """Tell a task or a question from a mere subject."""
    profile = best.profile
    sentence = message.sentence
    if best.phrases and not all(_is_weak(hit.phrase, profile) for hit in best.phrases):
        return True
    if _defines_subject(message, profile):
        return False
    first = message.words[0]
    if _WISH.match(sentence) or first.plain in QUESTION_WORDS | AUXILIARIES or first.plain == "any":
        return True
    if is_request_verb(first) or any(word.stem in profile.verbs for word in message.words):
        return True
    if any(word.plain in QUESTION_WORDS for word in message.words):
        return True
    return phrase_of(message.words) in profile.requests or _of_something(message, profile)


def _is_weak(phrase: tuple[str, ...], profile: Profile) -> bool:
    """A phrase of function words and subjects names no task by itself."""
    return all(term not in profile.terms or term in profile.subjects for term in phrase)


def _defines_subject(message: Message, profile: Profile) -> bool:
    """Tell "what is X?" with X a subject: nothing is to be done there."""
    if not _DEFINITION.match(message.sentence):
        return False
    content = [w for w in message.words if w.kind != "word" or background_weight(w) > 0]
    return bool(content) and all(word.stem in profile.subjects for word in content)


def _of_something(message: Message, profile: Profile) -> bool:
    """Tell "members of NIGHTLY": a noun, no subject, that belongs to a name."""
    words = message.words
    return any(
        words[position].kind in {"name", "path"}
        and words[position - 1].plain in _BELONGING
        and words[position - 2].stem not in profile.subjects
        and background_weight(words[position - 2]) > 0
        for position in range(2, len(words))
    )
