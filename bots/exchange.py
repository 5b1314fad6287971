"""One run's exchange with its thread, from the sign of life to the files."""

import asyncio
import time
from contextlib import suppress
from dataclasses import replace

import structlog

from bots.answer_card import outcome_card
from bots.house import House
from bots.question_posts import QuestionPosts
from bots.record_keeping import RecordKeeping
from bots.run_posts import RunPosts
from bots.turn import Turn
from core.access.audit import Act
from core.artifacts.links import Holder
from core.chat.controls import RETRY
from core.chat.posting import post_once
from core.contracts import Answer, WorkflowResponse
from core.errors import AccessRefused, LeaseLost, UserFacingError
from core.orchestrator.replies import reply as reply_with
from core.runs.run import Outcome, Run, RunState
from core.session import Session


class Exchange:
    """What happens between a claimed run and its thread."""

    def __init__(self, house: House, run: Run) -> None:
        self._house = house
        self._run = run
        self._began = time.monotonic()
        self._door = house.doors[run.inbound.channel.platform]
        self._posts = RunPosts(house, run)
        self._private = run.inbound.kind == "action" and run.inbound.action != RETRY
        """Whether only the person who pressed a button is told what there is to say."""
        self._failed: Run | None = None
        self._worked = False

    async def queue(self, ahead: int) -> None:
        """Tell the thread that the run waits behind others."""
        if self._known() and not self._private:
            await self._posts.queue(ahead)

    async def work(self) -> Outcome:
        """Sign of life, session, files, then a built-in command or the orchestrator.

        A button needs no sign of life: what it does shows on the post that it stands on.
        """
        self._worked = True
        await self._let_in()
        if self._run.inbound.action == RETRY:
            await self._begin_again()
        if self._private:
            return Outcome(RunState.ANSWERED, await self._pressed())
        if await asyncio.to_thread(self._house.commands.is_private, self._run.inbound):
            return await self._whisper()
        await self._start()
        try:
            return await Turn(self._house, self._run, self._posts.show).outcome()
        except (asyncio.CancelledError, LeaseLost):
            await self._stop()
            raise

    async def _whisper(self) -> Outcome:
        """Answer whoever asked, and nobody else; the run keeps nothing of the answer."""
        actor, surface = self._run.inbound.actor, self._posts.surface
        if not surface.capabilities.private:
            raise UserFacingError("I can tell you that only where nobody else reads along: in our own chat.")
        response = await self._house.commands.answer(self._run, Session(user_id=str(actor)), [])
        if response is not None:
            card = outcome_card(self._run, Outcome(RunState.ANSWERED, response))
            await surface.say(card, key=f"{self._run.run_id}:whisper", privately_to=actor)
        return Outcome(RunState.ANSWERED)

    async def _pressed(self) -> WorkflowResponse | None:
        """What whoever pressed is told, if anything; a vote shows on the demand that it is for."""
        house, run = self._house, self._run
        demand = await asyncio.to_thread(house.approvals.demanded, run.inbound)
        if demand is None:
            return await house.presses.answer(run)
        said = await asyncio.to_thread(house.approvals.decide, run, demand)
        waiting = await asyncio.to_thread(house.records.runs.get, demand.run_id)
        if waiting is not None:
            await QuestionPosts(house, waiting).show(demand.id)
        return reply_with(Answer(finding=said)) if said else None

    async def _stop(self) -> None:
        """Leave everything as it is: the run is cancelled, or another process has it."""
        await self._posts.stop()
        await asyncio.shield(self._house.graph.settle())

    async def end(self, outcome: Outcome) -> None:
        """Post the answer or the question, hand the files over, leave the progress card at rest."""
        if not self._worked and self._run.inbound.action == RETRY:  # an earlier attempt has
            with suppress(UserFacingError):
                await self._begin_again()
        private = self._private or outcome.state is RunState.REFUSED
        if self._failed is not None and not private:
            await RunPosts(self._house, self._failed).used_up()
        ref = await self._posts.end(outcome, self._run.inbound.actor if private else None)
        if ref is not None and not private:
            self._run = replace(self._run, thread=ref.thread)
            if outcome.response is not None and outcome.response.artifacts:
                await self._deliver(outcome.response)
        worked = replace(self._run, worked=self._run.worked + time.monotonic() - self._began)
        await RecordKeeping(self._house).settle(worked, outcome, private=private)

    async def _deliver(self, response: WorkflowResponse) -> None:
        """Hand the files over; what is not simply there is said in the thread."""
        holder = Holder(str(self._run.inbound.actor), str(self._run.inbound.channel))
        surface = self._posts.surface
        card = await self._house.delivery.deliver(response, surface, holder, self._run.run_id)
        if card is not None:
            await post_once(surface, self._posts.ledger, "delivery", card)

    async def forget(self) -> None:
        """Drop the run's checkpoints."""
        await self._house.graph.forget(self._run.run_id)

    async def _let_in(self) -> None:
        """Go no further with somebody unknown; of what they said nothing is kept. Raises AccessRefused."""
        inbound = self._run.inbound
        await self._house.introduction.introduce(inbound, self._door)
        if not self._house.access.authorizer.lets_in(str(inbound.actor), str(inbound.channel)):
            act = Act(str(inbound.actor), str(inbound.channel), "session.open", run_id=self._run.run_id)
            await asyncio.to_thread(self._house.services.gate.decided, act, allowed=False)
            await asyncio.to_thread(self._house.records.retention.blank, self._run.run_id)
            await self._door.drop(inbound)
            raise AccessRefused

    async def _begin_again(self) -> None:
        """Take up the message of a run that failed; its button has served once that is allowed."""
        pressed = self._run
        self._private = True
        self._run = await asyncio.to_thread(self._house.presses.tried_again, pressed)
        self._failed = await asyncio.to_thread(self._house.records.runs.get, str(pressed.inbound.value))
        self._private = False

    def _known(self) -> bool:
        inbound = self._run.inbound
        return self._house.access.authorizer.knows(str(inbound.actor), str(inbound.channel))

    async def _start(self) -> None:
        """Post the progress card; where the message had no thread, the card begins one."""
        ref = await self._posts.start()
        if self._run.thread is None:
            await asyncio.to_thread(self._house.records.runs.bind, self._run, ref.thread)
            self._run = replace(self._run, thread=ref.thread)
        structlog.contextvars.bind_contextvars(thread=str(self._run.thread))
