"""Votes among the messages of a thread: a pressed button, or a typed word."""

import re
from collections.abc import Sequence
from itertools import takewhile

from core.chat.inbound import Inbound
from core.chat.question import Question

_TYPED = re.compile(r"(approve|decline)(?: (run_[0-9a-f]+))?[.!]?")


def as_vote(inbound: Inbound, asked: Sequence[Question]) -> Inbound:
    """A message that says ``approve`` or ``decline`` while one is asked, as the button; others as they are.

    It may name the run; else it is about the newest demand, unless it answers a newer question. Its text is
    kept, for where there are several.
    """
    typed = _TYPED.fullmatch(" ".join(inbound.text.lower().split()))
    if inbound.kind != "message" or typed is None or inbound.files:
        return inbound
    demands = [each for each in asked if each.approval and typed[2] in (None, each.run_id)]
    if not demands or (typed[2] is None and _answers_newer(inbound, demands[0], asked)):
        return inbound
    return inbound.model_copy(update={"kind": "action", "action": demands[0].id, "value": typed[1]})


def _answers_newer(inbound: Inbound, demand: Question, asked: Sequence[Question]) -> bool:
    newer = takewhile(lambda question: question.id != demand.id, asked)
    return any(question.may_answer(inbound.actor) and _takes(question, inbound) for question in newer)


def _takes(question: Question, inbound: Inbound) -> bool:
    try:
        question.read(inbound)
    except ValueError:
        return False
    return True


def is_vote(inbound: Inbound, asked: Sequence[Question]) -> bool:
    """Whether this is a button of an open demand, or a word in its place."""
    return any(inbound.action == each.id for each in asked if each.approval)


def is_ambiguous(inbound: Inbound, asked: Sequence[Question]) -> bool:
    """Whether somebody typed a vote that could be about several demands."""
    named = re.search("run_", inbound.text) is not None
    return bool(inbound.text) and not named and sum(each.approval is not None for each in asked) > 1
