"""One turn of a run: what a message is answered, by a built-in word or by the orchestrator."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from bots.file_finding import FileFinding, identity, telling
from bots.house import House
from bots.intake import Intake
from bots.thread_record import open_session, record_message
from core.access.audit import Act
from core.contracts import WorkflowResponse
from core.orchestrator.asked_question import asked_question
from core.orchestrator.execution import Event, GraphEnd, GraphRun
from core.orchestrator.memory import remember_inputs
from core.orchestrator.named_files import NamedFile
from core.orchestrator.state import FileRef
from core.runs.run import Outcome, Run, RunState
from core.session import Session


class Turn:
    """Works a claimed run out in its thread; ``show`` gets what happens on the way."""

    def __init__(self, house: House, run: Run, show: Callable[[Event], None]) -> None:
        self._house = house
        self._run = run
        self._show = show
        self._door = house.doors[run.inbound.channel.platform]
        self._found: list[FileRef] = []
        """What was taken from the thread, where nothing came with the message."""

    async def outcome(self) -> Outcome:
        """The outcome of the message, whoever works it out."""
        house, inbound = self._house, self._run.inbound
        services = house.services
        if self._run.reply is None and not house.commands.bypass_lane(inbound):
            await asyncio.to_thread(house.rate_limits.check, self._run)
        session = await self._joined()
        if await asyncio.to_thread(house.commands.is_recorded, inbound):
            await record_message(services.sessions, self._run)
        known = services.registry.all_metadata()
        intake = Intake(services.artifacts, known, services.max_input_bytes, self._run.run_id)
        brought = await self._door.files_of(inbound)
        act = inbound.id if inbound.files else identity(session.session_id, brought)
        files = await intake.take(self._door, brought, session.session_id, act)
        finding = FileFinding(services, self._door, intake, session.session_id)
        if not (files or inbound.text.strip() or inbound.parameters or self._run.reply):
            files = self._found = await finding.alone(inbound)
        if self._run.reply is None:  # else the thread may have got newer ones while the question was open
            taken = [file["artifact_id"] for file in files]
            await asyncio.to_thread(remember_inputs, services, session.session_id, taken)
        response = await house.commands.answer(self._run, session, files)
        if response is not None:
            return _outcome(response)
        answers = await self._answers(intake, session)
        graph = GraphRun(await house.graph.get(), self._run.run_id, self._show)
        end = await graph.go_on(self._beginning(session, files), answers, live=house.live)
        return await self._ended(graph, end, finding)

    async def _joined(self) -> Session:
        """The thread's session; going on from what somebody else began takes a right.

        Raises AccessRefused.
        """
        services, inbound = self._house.services, self._run.inbound
        session = await open_session(services.sessions, self._run)
        if session.user_id != str(inbound.actor):
            act = Act(
                str(inbound.actor),
                str(inbound.channel),
                "session.read",
                session.session_id,
                self._run.run_id,
            )
            await asyncio.to_thread(services.gate.require, act)
        return session

    async def _answers(self, intake: Intake, session: Session) -> dict[str, Any]:
        """The value for the place where the run waits, if its question has been answered."""
        reply = self._run.reply
        if reply is None:
            return {}
        known = await asyncio.to_thread(self._house.records.questions.get, reply.question_id)
        if known is None:
            return {}
        value = reply.value
        if reply.inbound is None:  # an approval that did not come in time
            return {known[0].interrupt: value}
        chosen, files = known[0].brought(reply.inbound), list[FileRef]()
        if chosen:
            brought = await self._door.files_of(reply.inbound.model_copy(update={"files": chosen}))
            files = await intake.take(self._door, brought, session.session_id, reply.inbound.id)
            value = {"files": files}
        elif known[0].parameter.type == "file":
            named = NamedFile(value, str(reply.inbound.actor), str(reply.inbound.channel))
            given = (named, known[0].parameter, session.session_id, self._run.run_id)
            files = [await asyncio.to_thread(self._house.services.files.store, *given)]
            value = {"files": files}
        taken = [file["artifact_id"] for file in files]  # the thread has them, however this run ends
        await asyncio.to_thread(remember_inputs, self._house.services, session.session_id, taken)
        return {known[0].interrupt: value}

    def _beginning(self, session: Session, files: list[FileRef]) -> dict[str, Any]:
        """The orchestrator's input."""
        return {
            "session_id": session.session_id,
            "user_query": self._run.inbound.text,
            "run_id": self._run.run_id,
            "person": str(self._run.inbound.actor),
            "channel": str(self._run.inbound.channel),
            "files": files,
            "given": dict(self._run.inbound.parameters),
        }

    async def _ended(self, graph: GraphRun, end: GraphEnd, finding: FileFinding) -> Outcome:
        """The graph's end as the run's outcome; a file that it asks for may be nearby."""
        if end.interruption is None:
            response = WorkflowResponse.model_validate(end.values["workflow_result"])
            return _outcome(telling(response, self._found))
        inbound, now = self._run.inbound, datetime.now(UTC)
        question = asked_question(self._run.run_id, inbound.actor, end.interruption, now)
        if question.parameter.type != "file" or not question.may_answer(inbound.actor):
            return Outcome(RunState.WAITING, question=question)
        found = await finding.for_input(inbound, question.parameter)
        if not found.taken:
            question = question.model_copy(update={"offered_files": found.offered})
            return Outcome(RunState.WAITING, question=question)
        self._found = list(found.taken)
        answers = {question.interrupt: {"files": self._found}}
        end = await graph.go_on({}, answers, live=self._house.live)
        await finding.remember(found, question.parameter)
        return await self._ended(graph, end, finding)


def _outcome(response: WorkflowResponse) -> Outcome:
    return Outcome(RunState.ANSWERED if response.success else RunState.FAILED, response)
