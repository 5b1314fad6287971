"""What pressing a button does, apart from answering an open question."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bots.records import Records
from core.access.audit import Act
from core.access.gate import Gate
from core.chat.card import Step
from core.chat.controls import CANCEL, FEEDBACK, NOT_USEFUL, RETRY, STEPS, USEFUL
from core.chat.inbound import Inbound
from core.chat.question import Question
from core.contracts import Answer, WorkflowResponse
from core.errors import UserFacingError
from core.orchestrator.replies import reply
from core.runs.run import Run, RunState

Cancel = Callable[[str, str], Awaitable[RunState | None]]
"""Cancels a run (its id) in the name of a person."""


class Presses:
    """Stops runs, shows their steps, brings back what is to be tried again, tells who pressed too late."""

    def __init__(self, records: Records, gate: Gate, cancel: Cancel) -> None:
        self._runs = records.runs
        self._questions = records.questions
        self._steps = records.steps
        self._feedback = records.feedback
        self._gate = gate
        self._cancel = cancel

    async def answer(self, run: Run) -> WorkflowResponse | None:
        """What the person who pressed is told; None where the thread itself shows what came of it."""
        if run.inbound.action == STEPS:
            return reply(await asyncio.to_thread(self._steps_of, run))
        if run.inbound.action == FEEDBACK:
            return reply(await asyncio.to_thread(self._opinion, run))
        if run.inbound.action != CANCEL:
            return reply(Answer(finding=await asyncio.to_thread(self._too_late, run)))
        if await self.cancel(run, str(run.inbound.value)) is None:
            return reply(Answer(finding="That run has ended already."))
        return None

    async def cancel(self, run: Run, run_id: str) -> RunState | None:
        """Cancel a run in the name of another one's person; None if there is nothing to cancel.

        Raises AccessRefused for somebody else's run, unless the person may do that.
        """
        wanted = await asyncio.to_thread(self._runs.get, run_id)
        if wanted is None or wanted.thread != run.thread:
            return None
        if wanted.state.final and wanted.state is not RunState.CANCELLED:
            return None
        await asyncio.to_thread(self._check_cancel, run, wanted)
        return await self._cancel(run_id, str(run.inbound.actor))

    def tried_again(self, run: Run) -> Run:
        """The run with the message that is to be tried again, in the name of who pressed.

        Raises UserFacingError where there is nothing to try again.
        """
        pressed = failed = self._runs.get(str(run.inbound.value))
        while failed is not None and failed.inbound.action == RETRY:
            failed = self._runs.get(str(failed.inbound.value))
        states = (RunState.FAILED, RunState.CANCELLED, RunState.EXPIRED)
        if failed is None or failed.thread != run.thread or failed.state not in states:
            raise UserFacingError("There is nothing to try again behind that button; ask anew.")
        if pressed is not None and self._runs.tried_again(pressed, besides=run.run_id):
            raise UserFacingError("That is being tried again already.")
        return replace(run, inbound=failed.inbound.model_copy(update={"actor": run.inbound.actor}))

    def _check_cancel(self, run: Run, wanted: Run) -> None:
        """Everybody stops their own work; raises AccessRefused for somebody else's."""
        own = str(wanted.inbound.actor) == str(run.inbound.actor)
        act = _act(run, "run.cancel" if own else "admin.cancel", wanted.run_id)
        if own:
            self._gate.decided(act, allowed=True)
        else:
            self._gate.require(act)

    def _steps_of(self, run: Run) -> Answer:
        """How a run of the same thread went, for whoever may read there."""
        self._gate.require(_act(run, "session.read", str(run.inbound.value)))
        wanted = self._runs.get(str(run.inbound.value))
        steps = self._steps.load(wanted.run_id) if wanted is not None and wanted.thread == run.thread else []
        if not steps:
            return Answer(finding="There are no steps behind that button.")
        lines = {f"{number}. {step.title}": _how(step) for number, step in enumerate(steps, 1)}
        return Answer(
            finding=f"It took {len(steps)} {'step' if len(steps) == 1 else 'steps'}.", numbers=lines
        )

    def _opinion(self, run: Run) -> Answer:
        """Keep what somebody thinks of an answer of the same thread."""
        run_id, _, opinion = str(run.inbound.value).partition(" ")
        wanted = self._runs.get(run_id)
        if wanted is None or wanted.thread != run.thread or opinion not in (USEFUL, NOT_USEFUL):
            return Answer(finding="That button does not belong to an answer of this thread.")
        self._feedback.give(run_id, str(run.inbound.actor), useful=opinion == USEFUL)
        if opinion == USEFUL:
            return Answer(finding="Thank you; that is kept with the answer.")
        return Answer(finding="Thank you; say why with /dataops feedback not, and what was wrong.")

    def _too_late(self, run: Run) -> str:
        """Why a press or an answer has no effect any more."""
        known = self._questions.get(run.inbound.action or "")
        if known is None:
            return "That button does not belong to a question I know; ask again."
        question, state, by = known
        if not question.may_answer(run.inbound.actor):
            return "That question is for somebody else; only the person I asked can answer it."
        if state == "open":
            return _why_no_answer(question, run.inbound)
        if state == "answered":
            return f"That question was answered already by {by}; this answer changes nothing."
        return "That question is not open any more; ask again if you still need it."


def _act(run: Run, permission: str, subject: str) -> Act:
    inbound = run.inbound
    return Act(str(inbound.actor), str(inbound.channel), permission, subject, run.run_id)


def _how(step: Step) -> str:
    """How a step went, in a few words."""
    return ", ".join(filter(None, (step.state, f"{step.seconds:.1f} s", step.detail)))


def _why_no_answer(question: Question, inbound: Inbound) -> str:
    """What is wrong with an answer that leaves the question open."""
    try:
        question.read(inbound)
    except ValueError as error:
        return str(error)
    return "I may not read that file here; attach it instead."
