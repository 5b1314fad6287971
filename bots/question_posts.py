"""The questions of a run in its thread: each as it stands, and what reminds of it."""

import asyncio
from collections.abc import Sequence

import structlog

from bots.house import House
from core.chat.approval import Vote, decided
from core.chat.card import Card
from core.chat.posting import post_once
from core.chat.question import Question
from core.chat.surface import Surface
from core.runs.post_ledger import PostLedger
from core.runs.run import Reply, Run

logger = structlog.get_logger()

REMINDER = "Still open"


def question_post(question: Question) -> str:
    """The name of a question among a run's posts."""
    return f"question-{question.id}"


class QuestionPosts:
    """Repaints a question where it stands, and posts its reminder."""

    def __init__(self, house: House, run: Run) -> None:
        self._house = house
        self._run = run
        self._ledger = PostLedger(house.database, house.records.runs, run)

    async def show(self, question_id: str) -> None:
        """Show on a question how it stands: who voted, who answered, or that nobody is asked any more."""
        known = await asyncio.to_thread(self._house.records.questions.get, question_id)
        if known is not None:
            question, state, _ = known
            card = await asyncio.to_thread(self._card, question, state)
            for name in (question_post(question), _reminder_post(question)):
                await self._repaint(name, card)

    async def show_last(self) -> None:
        """The same for the latest question, if it is not open any more."""
        known = await asyncio.to_thread(self._house.records.questions.latest_of, self._run.run_id)
        if known is not None and known[1] != "open":
            await self.show(known[0].id)

    async def remind(self, question: Question) -> None:
        """Ask once more; who answered meanwhile finds nothing to press."""
        votes = await asyncio.to_thread(self._house.approvals.votes, question)
        card = question.card(votes)
        card = card.model_copy(update={"title": f"{REMINDER}: {card.title}"})
        await post_once(self._surface, self._ledger, _reminder_post(question), card)
        known = await asyncio.to_thread(self._house.records.questions.get, question.id)
        if known is not None and known[1] != "open":
            await self.show(question.id)

    @property
    def _surface(self) -> Surface:
        door = self._house.doors[self._run.inbound.channel.platform]
        return door.open(self._run.thread or self._run.inbound.channel)

    def _card(self, question: Question, state: str) -> Card:
        votes = self._house.approvals.votes(question)
        if state == "open":
            return question.card(votes)
        return question.closed_card(_how(question, state, votes, self._run.reply))

    async def _repaint(self, name: str, card: Card) -> None:
        """Change a post if it stands. A post that stays as it was is no reason to fail the work."""
        ref = await asyncio.to_thread(self._ledger.ref, name)
        try:
            if ref is not None:
                await self._surface.repaint(ref, card)
        except Exception:
            logger.warning("question_not_repainted", exc_info=True)


def _how(question: Question, state: str, votes: Sequence[Vote], reply: Reply | None) -> str:
    """How a question ended."""
    if state == "cancelled":
        return "Cancelled."
    if state == "expired":
        what = "not approved" if question.approval else "nobody answered"
        within = f" within {reply.expired}" if reply and reply.expired else ""
        found = f" ({question.approval.so_far(votes)})" if question.approval else ""
        return f"Not asked any more: {what}{within}{found}."
    return decided(votes) if question.approval else _answered(reply)


def _answered(reply: Reply | None) -> str:
    """How a question was answered: by whom, and with what as far as it is short."""
    if reply is None or reply.inbound is None:
        return "Answered."
    inbound = reply.inbound
    value = inbound.value or inbound.text if reply.value is None else reply.value
    said = ", ".join(file.name for file in inbound.files) or str(value)
    return f"Answered by {inbound.actor.name or inbound.actor.id}: {said[:100]}"


def _reminder_post(question: Question) -> str:
    return f"reminder-{question.id}"
