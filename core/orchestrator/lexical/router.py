"""Routes a message by its words alone: the detector that needs no model."""

import re

from core.orchestrator.intent import Intent, IntentRequest
from core.orchestrator.lexical.bot_talk import command_in_question, concerns_bot, topic_of
from core.orchestrator.lexical.builtin_words import Resolved, resolve
from core.orchestrator.lexical.courtesy import is_small_talk, strip_courtesy
from core.orchestrator.lexical.going_on import going_on, is_asked_on
from core.orchestrator.lexical.message import Message, read_message, sentences_of
from core.orchestrator.lexical.operations import is_operation
from core.orchestrator.lexical.parameters_in_words import command_parameters, parameters_of
from core.orchestrator.lexical.ranking import Index, Ranked, index_of
from core.orchestrator.lexical.tasks import asks_for_work, is_bare_order, points_at_something

ROUTE_FROM, ASK_FROM = 0.42, 0.36
"""Scores (0..1) from which a workflow is taken for meant, and from which it is worth asking back."""

NAMED_FROM = 0.25
"""The score from which it is worth asking back when a name stands among foreign words."""

MARGIN = 0.12
"""How much better, as a share of its score, the best must be than the next not to ask back."""

_CANDIDATES = 4
_FAINT = 0.2
"""The score up to which nothing in a message goes on from the last answer."""
_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|those|these|that)\b")
_FOLLOW_UP_WORDS, _SHORT = 8, 6
"""Words in a message that may go on from the last answer with a pronoun, and without."""


class LexicalRouter:
    """Ranks the installed workflows by the words of a message and tells work from talk."""

    def detect(self, request: IntentRequest) -> Intent:
        """Return what the message wants; never raises for any text."""
        index = index_of(request.capabilities)
        message = read_message(request.text, index.spelling, index.suffixes)
        if message.explicit and (resolved := resolve(message.body, request.commands, index)):
            return self._commanded(resolved, index)
        if (gone_on := _going_on(message, request, index)) is not None:
            return gone_on
        whole = self._spoken(message, request, index)
        if whole.intent in {"workflow", "meta"}:
            return whole
        return self._sentence_by_sentence(whole, request, index)

    def _commanded(self, resolved: Resolved, index: Index) -> Intent:
        if resolved.workflow is None:
            return Intent(
                intent="command",
                command=resolved.command,
                arguments=resolved.arguments,
                score=resolved.score,
                explicit=True,
            )
        profile = next(p for p in index.profiles if p.name == resolved.workflow)
        return Intent(
            intent="workflow",
            workflow=profile.name,
            parameters=command_parameters(resolved.arguments, profile.metadata),
            score=resolved.score,
            arguments=resolved.arguments,
            explicit=True,
        )

    def _sentence_by_sentence(self, whole: Intent, request: IntentRequest, index: Index) -> Intent:
        """Return what the last sentence with a task wants; of a whole that says nothing, what is meta."""
        parts = [read_message(part, index.spelling, index.suffixes) for part in sentences_of(request.text)]
        parts = [part for part in parts if strip_courtesy(part).message.words]
        found = [self._spoken(part, request, index) for part in parts] if len(parts) > 1 else []
        wishes = [intent for intent in found if intent.intent == "workflow"]
        if whole.intent == "none":
            wishes = wishes or [intent for intent in found if intent.intent == "meta"]
        return wishes[-1] if wishes else whole

    def _spoken(self, message: Message, request: IntentRequest, index: Index) -> Intent:
        opening = strip_courtesy(message)
        wanted = opening.message
        ranked = index.rank(wanted, request.files)
        if not wanted.words:
            return self._wordless(opening.greeted, message, ranked)
        if not _at_hand(wanted, ranked, request) and (talk := self._talk(message, wanted, request, ranked)):
            return talk
        return _decide(wanted, ranked, request)

    def _wordless(self, greeted: bool, message: Message, ranked: list[Ranked]) -> Intent:  # noqa: FBT001
        if ranked and ranked[0].has_file and not message.words:
            return _ask(message, ranked)
        return Intent(intent="meta" if greeted else "none", score=1.0)

    def _talk(
        self, message: Message, wanted: Message, request: IntentRequest, ranked: list[Ranked]
    ) -> Intent | None:
        """Return the intent of a message that is about the bot or about nothing; None when it may be work."""
        known = ranked[0].profile.terms if ranked else {}
        topic = "help" if _names_command(wanted, request) else topic_of(wanted)
        if topic not in {"help", "identity"} and is_small_talk(message):
            return Intent(intent="none", score=1.0)
        if topic is not None and concerns_bot(wanted, topic, known):
            return Intent(intent="meta", score=0.9, runner_up=ranked[0].profile.name if ranked else None)
        return Intent(intent="none", score=0.9) if topic == "ability" or is_small_talk(wanted) else None


def _names_command(message: Message, request: IntentRequest) -> bool:
    """Tell whether the message is a built-in word, or asks what a command does."""
    asked = command_in_question(message)
    if asked is None:
        return message.body.lower().strip(" .!?") in request.commands
    return asked in request.commands or any(asked == metadata.command for metadata in request.capabilities)


def _decide(message: Message, ranked: list[Ranked], request: IntentRequest) -> Intent:
    """Choose between a task, a question back and nothing of ours."""
    if ranked and is_operation(message, ranked[0].profile):
        return Intent(intent="none", score=0.9)
    follow_up = _follow_up(message, ranked, request)
    if follow_up is not None:
        return _task(message, follow_up, ranked)
    if not ranked or ranked[0].score < (NAMED_FROM if ranked[0].has_name or ranked[0].has_file else ASK_FROM):
        return Intent(intent="none", score=1 - (ranked[0].score if ranked else 0.0))
    best = ranked[0]
    if not best.is_clear and not is_bare_order(message):
        return Intent(intent="none", score=1 - best.score)
    close = len(ranked) > 1 and ranked[1].score > best.score * (1 - MARGIN)
    if (
        best.score >= (NAMED_FROM if best.has_file else ROUTE_FROM)
        and best.is_clear
        and not best.is_foreign
        and not close
        and asks_for_work(message, best)
    ):
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
    if last is None or len(message.words) > _FOLLOW_UP_WORDS:
        return None
    goes_on = len(message.words) <= _SHORT or _PRONOUN.search(message.sentence)
    if not goes_on or not parameters_of(message, last.profile):
        return None
    return last if last.score >= ranked[0].score * (1 - MARGIN) and last.score > _FAINT else None


def _going_on(message: Message, request: IntentRequest, index: Index) -> Intent | None:
    """Return the last question with what this message says anew; None when it does not go on from there."""
    last = next((p for p in index.profiles if p.name == request.last_workflow), None)
    if last is None or is_operation(message, last) or is_small_talk(message):
        return None
    if is_asked_on(message, last):
        return _task(message, Ranked(last, ROUTE_FROM, True, False, False, False, ()), [])
    ranked = index.rank(message, request.files)
    score = next((r.score for r in ranked if r.profile is last), 0.0)
    found = going_on(message, last, has_file=any(r.has_file and r.profile is last for r in ranked))
    if found is None or (ranked and score < ranked[0].score * (1 - MARGIN)):
        return None
    return Intent(
        intent="workflow",
        workflow=last.name,
        parameters=dict(request.remembered) | found,
        score=max(score, ROUTE_FROM),
        inherited=[name for name in request.remembered if name not in found],
    )


def _at_hand(message: Message, ranked: list[Ranked], request: IntentRequest) -> bool:
    """Tell whether there is something to work on: a name, a file, "my export", "it" after an answer."""
    if not ranked:
        return False
    best = ranked[0]
    if best.has_name or best.has_file:
        return True
    if best.is_clear and best.score >= ROUTE_FROM and points_at_something(message):
        return True
    return _PRONOUN.search(message.sentence) is not None and _follow_up(message, ranked, request) is not None
