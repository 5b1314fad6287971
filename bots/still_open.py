"""A word, once, to whoever says something else while a question to them is open: here, or elsewhere."""

import asyncio

from bots.house import House
from core.chat.card import Card
from core.chat.question import Question
from core.runs.run import Outcome, Run, RunState

_LONGEST = 100


async def mentioning(house: House, run: Run, outcome: Outcome, card: Card) -> Card:
    """The end of a run; below it, that the question above is still open, where nothing said so before."""
    if run.inbound.kind != "message" or outcome.question is not None:
        return card
    sentence = await asyncio.to_thread(_sentence, house, run)
    footer = " ".join(filter(None, (card.footer, sentence)))
    return card.model_copy(update={"footer": footer}) if sentence else card


def _sentence(house: House, run: Run) -> str:
    """What is still open for the person, if this is the run to mention it."""
    return _here(house, run) or _elsewhere(house, run)


def _here(house: House, run: Run) -> str:
    """The question of this thread that is for the person."""
    asked = house.records.questions.open_in(run.thread) if run.thread else []
    theirs = [each for each in asked if each.run_id != run.run_id and _is_for(house, run, each)]
    question = next(iter(theirs), None)
    if question is None or not house.patience.mentions(question.id, run.run_id):
        return ""
    title = question.card().title
    said = title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"
    return f"The question above is still open: {said}"


def _elsewhere(house: House, run: Run) -> str:
    """That other threads wait for the person; not for what, since others read along here."""
    unfinished = house.records.history.unfinished_of(run.inbound.actor)
    waiting = [each for each in unfinished if each.state is RunState.WAITING and each.thread != run.thread]
    asked = filter(None, (house.records.questions.latest_of(each.run_id) for each in waiting))
    count = sum(house.patience.mentions(question.id, run.run_id) for question, _ in asked)
    if not count:
        return ""
    what = "A question of mine waits" if count == 1 else f"{count} questions of mine wait"
    return f"{what} for you in another thread: /dataops status shows where."


def _is_for(house: House, run: Run, question: Question) -> bool:
    inbound = run.inbound
    if question.approval is not None:
        return house.approvals.may_decide(inbound.actor, str(inbound.channel), question)
    return question.may_answer(inbound.actor)
