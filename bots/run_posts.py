"""The posts of one run in its thread: each stands once, and is at rest when nothing moves any more."""

import asyncio
from dataclasses import replace

import structlog

from bots.answer_card import outcome_card, streamed_rest
from bots.answer_stream import ANSWER, StreamedAnswer
from bots.house import House
from bots.question_posts import QuestionPosts, question_post
from bots.still_open import mentioning
from core.chat.card import Actions, Card
from core.chat.controls import cancel_button, steps_button
from core.chat.inbound import Actor
from core.chat.posting import post_once
from core.chat.progress import NAME as PROGRESS
from core.chat.progress import Progress, queued_card
from core.chat.surface import MessageRef, StreamingSurface, Surface
from core.orchestrator.execution import AnswerChunk, Event
from core.runs.post_ledger import PostLedger
from core.runs.run import Outcome, Run, RunState

logger = structlog.get_logger()


class RunPosts:
    """What a thread shows of a run: progress card, question, answer."""

    def __init__(self, house: House, run: Run) -> None:
        self._house = house
        self._run = run
        self._progress: Progress | None = None
        self._streamed: StreamedAnswer | None = None
        self.ledger = PostLedger(house.database, house.records.runs, run)

    @property
    def surface(self) -> Surface:
        """The thread, or the channel while there is no thread yet."""
        door = self._house.doors[self._run.inbound.channel.platform]
        return door.open(self._run.thread or self._run.inbound.channel)

    async def queue(self, ahead: int) -> None:
        """The sign of life of a run that waits behind others."""
        await post_once(self.surface, self.ledger, PROGRESS, queued_card(ahead, self._controls()))

    async def start(self) -> MessageRef:
        """The sign of life: the progress card; what a person answered is shown on its question."""
        self._progress = await Progress.start(self.surface, self.ledger, self._controls())
        self._run = replace(self._run, thread=self._progress.ref.thread)
        await self._drop_stream()
        if self._run.reply is not None:
            await QuestionPosts(self._house, self._run).show(self._run.reply.question_id)
        return self._progress.ref

    def show(self, event: Event) -> None:
        """A workflow's step on the progress card, or the next words of its answer."""
        if isinstance(event, AnswerChunk):
            if self._streamed is not None:
                self._streamed.add(event.text)
        elif self._progress is not None:
            title = event.name.replace("_", " ").capitalize()
            self._progress.step(event.id, title, event.state, event.detail)

    async def stop(self) -> None:
        """Paint and write no more; what stands, stands, until the run is taken up again."""
        if self._streamed is not None:
            await self._streamed.stop()
        if self._progress is not None:
            await self._progress.stop()

    async def end(self, outcome: Outcome, privately_to: Actor | None) -> MessageRef | None:
        """Post the question or the answer, if there is one; a failure can be tried again by a button."""
        await self._rest(outcome)
        streamed = await self._end_stream(outcome, privately_to)
        if streamed is not None or (outcome.question is None and outcome.response is None):
            return streamed
        name = question_post(outcome.question) if outcome.question else ANSWER
        buttons = self.surface.capabilities.buttons and privately_to is None
        card = outcome_card(self._run, outcome, buttons=buttons)
        if privately_to is None:
            card = await mentioning(self._house, self._run, outcome, card)
        return await post_once(self.surface, self.ledger, name, card, privately_to)

    async def used_up(self) -> None:
        """Take the button off the post that says how the run ended."""
        if self._run.outcome is not None:
            await self._repaint(ANSWER, outcome_card(self._run, self._run.outcome))

    async def _end_stream(self, outcome: Outcome, privately_to: Actor | None) -> MessageRef | None:
        """The answer, if it was streamed. What was begun of one that is none, or is for one person, goes."""
        rest = streamed_rest(self._run, outcome, buttons=self.surface.capabilities.buttons)
        if rest is None or privately_to is not None or self._streamed is None:
            await self._drop_stream()
            return None
        details, card = rest
        return await self._streamed.end(details, await mentioning(self._house, self._run, outcome, card))

    async def _drop_stream(self) -> None:
        """Take away the half of an answer that this process or one that died has streamed."""
        surface = self.surface
        if self._run.thread is None or not surface.capabilities.stream:
            return
        if self._streamed is None and isinstance(surface, StreamingSurface):
            self._streamed = StreamedAnswer(surface, self.ledger, self._run.inbound.actor)
        if self._streamed is not None:
            await self._streamed.drop()

    async def _rest(self, outcome: Outcome) -> None:
        """Leave the progress card at rest, and no button on a question that nobody asks any more."""
        title, over = _closing_title(outcome), outcome.state is not RunState.WAITING
        if self._progress is not None:
            await self._progress.close(title, over=over, unfold=await self._unfold(self._progress, outcome))
        elif await asyncio.to_thread(self.ledger.ref, ANSWER) is None:
            await self._repaint(PROGRESS, Card(kind="progress", title=title))
        if outcome.state in (RunState.CANCELLED, RunState.EXPIRED):
            await QuestionPosts(self._house, self._run).show_last()

    async def _unfold(self, progress: Progress, outcome: Outcome) -> Actions | None:
        """Keep the steps that are over. Those of an answer are behind a button; a failure shows its own."""
        over = [step for step in progress.steps if step.state != "running"]
        kept = await asyncio.to_thread(self._house.records.steps.add, self._run.run_id, over)
        return steps_button(self._run.run_id) if kept and outcome.state is RunState.ANSWERED else None

    async def _repaint(self, name: str, card: Card) -> None:
        """Change a post if it stands. A post that stays as it was is no reason to fail the work."""
        ref = await asyncio.to_thread(self.ledger.ref, name)
        try:
            if ref is not None:
                await self.surface.repaint(ref, card)
        except Exception:
            logger.warning("post_not_repainted", exc_info=True)

    def _controls(self) -> tuple[Actions, ...]:
        """The buttons on the progress card, where there are buttons."""
        return (cancel_button(self._run.run_id),) if self.surface.capabilities.buttons else ()


def _closing_title(outcome: Outcome) -> str:
    """What the progress card says when nothing moves any more."""
    titles = {
        RunState.WAITING: "Waiting for your answer" if not _is_demand(outcome) else "Waiting for an approval",
        RunState.EXPIRED: "Ended: not answered in time",
        RunState.ANSWERED: "Done",
        RunState.CANCELLED: "Cancelled",
        RunState.REFUSED: "Not allowed",
    }
    return titles.get(outcome.state, "Stopped")


def _is_demand(outcome: Outcome) -> bool:
    return outcome.question is not None and outcome.question.approval is not None
