"""One run's exchange with its thread, from the sign of life to the files."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import structlog

from bots.answer_card import delivery_card, outcome_card
from bots.commands import Commands
from bots.intake import Intake
from core.access.authorizer import PolicyAuthorizer
from core.chat.inbound import Inbound
from core.chat.posting import post_once
from core.chat.progress import NAME as PROGRESS
from core.chat.progress import Progress, queued_card
from core.chat.question import Question
from core.chat.surface import Deliverable, Delivered, Door, Surface
from core.contracts import WorkflowInputParameter, WorkflowResponse
from core.errors import AccessRefused
from core.orchestrator.execution import GraphEnd, GraphRun, Interruption, StepEvent
from core.orchestrator.lazy_graph import LazyGraph
from core.orchestrator.named_files import store_named_file
from core.orchestrator.services import Services
from core.orchestrator.state import FileRef
from core.runs.post_ledger import PostLedger
from core.runs.run import Outcome, Run, RunState
from core.runs.run_store import RunStore
from core.session import Session
from core.storage.database import Database

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


@dataclass(frozen=True, slots=True)
class House:
    """What every exchange works with; put together once."""

    doors: Mapping[str, Door]
    database: Database
    runs: RunStore
    authorizer: PolicyAuthorizer
    services: Services
    commands: Commands
    graph: LazyGraph
    live: bool


class Exchange:
    """What happens between a claimed run and its thread."""

    def __init__(self, house: House, run: Run) -> None:
        self._house = house
        self._run = run
        self._door = house.doors[run.inbound.channel.platform]
        self._progress: Progress | None = None

    async def queue(self, ahead: int) -> None:
        """Tell the thread that the run waits behind others."""
        if self._known():
            await post_once(self._surface(), self._ledger(), PROGRESS, queued_card(ahead))

    async def work(self) -> Outcome:
        """Sign of life, session, files, then a built-in command or the orchestrator."""
        if not self._known():
            raise AccessRefused
        await self._start()
        session = await self._record_message(self._run.inbound)
        house, inbound = self._house, self._run.inbound
        services = house.services
        intake = Intake(services.artifacts, services.registry.all_metadata(), services.max_input_bytes)
        files = await intake.take(self._door, inbound.files, session.session_id, inbound.id)
        response = await house.commands.answer(self._run, session)
        if response is not None:
            return _outcome(response)
        answers = await self._answers(intake, session)
        graph = await house.graph.get()
        try:
            end = await self._graph_run(graph).go_on(
                self._beginning(session, files), answers, live=house.live
            )
        except asyncio.CancelledError:
            await asyncio.shield(house.graph.settle())
            raise
        return self._ended(end)

    async def end(self, outcome: Outcome) -> None:
        """Post the answer or the question, hand the files over, leave the progress card at rest."""
        surface = self._surface()
        name = f"question-{outcome.question.id}" if outcome.question else "answer"
        privately_to = self._run.inbound.actor if outcome.state is RunState.REFUSED else None
        if self._progress is not None:
            await self._progress.close(_closing_title(outcome))
        ref = await post_once(surface, self._ledger(), name, outcome_card(self._run, outcome), privately_to)
        if outcome.state is RunState.REFUSED:
            return
        self._run = replace(self._run, thread=ref.thread)
        await self._deliver(outcome.response)
        await self._record_answer(outcome)

    async def forget(self) -> None:
        """Drop the run's checkpoints."""
        await self._house.graph.forget(self._run.run_id)

    def _known(self) -> bool:
        inbound = self._run.inbound
        return self._house.authorizer.knows(str(inbound.actor), str(inbound.channel))

    def _surface(self) -> Surface:
        """The thread, or the channel while there is no thread yet."""
        return self._door.open(self._run.thread or self._run.inbound.channel)

    def _ledger(self) -> PostLedger:
        return PostLedger(self._house.database, self._house.runs, self._run)

    async def _start(self) -> None:
        """Post the progress card; where the message had no thread, the card begins one."""
        self._progress = await Progress.start(self._surface(), self._ledger())
        if self._run.thread is None:
            thread = self._progress.ref.thread
            await asyncio.to_thread(self._house.runs.bind, self._run, thread)
            self._run = replace(self._run, thread=thread)
        structlog.contextvars.bind_contextvars(thread=str(self._run.thread))

    async def _record_message(self, inbound: Inbound) -> Session:
        """The thread's session, with this message in it."""
        sessions = self._house.services.sessions
        session = await asyncio.to_thread(sessions.session_for, str(self._run.thread), str(inbound.actor))
        for message in filter(None, (inbound, self._run.reply.inbound if self._run.reply else None)):
            await asyncio.to_thread(
                sessions.add_message,
                session.session_id,
                message_id=message.id,
                role="user",
                speaker=str(message.actor),
                content=message.text,
            )
        return session

    async def _answers(self, intake: Intake, session: Session) -> dict[str, Any]:
        """The value for the place where the run waits, if its question has been answered."""
        reply = self._run.reply
        if reply is None:
            return {}
        known = await asyncio.to_thread(self._house.runs.question, reply.question_id)
        if known is None:
            return {}
        value = reply.value
        if reply.inbound.files:
            files = await intake.take(self._door, reply.inbound.files, session.session_id, reply.inbound.id)
            value = {"files": files}
        elif known[0].parameter.type == "file":
            named = (self._house.services, known[0].parameter, value, session.session_id, self._run.run_id)
            value = {"files": [await asyncio.to_thread(store_named_file, *named)]}
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
        }

    def _graph_run(self, graph: "CompiledGraph") -> GraphRun:
        return GraphRun(graph, self._run.run_id, self._show)

    def _show(self, event: StepEvent) -> None:
        """A workflow's step on the progress card."""
        if self._progress is not None:
            title = event.name.replace("_", " ").capitalize()
            self._progress.step(event.id, title, event.state, event.detail)

    def _ended(self, end: GraphEnd) -> Outcome:
        """The graph's end as the run's outcome."""
        if end.interruption is not None:
            return Outcome(RunState.WAITING, question=self._question(end.interruption))
        return _outcome(WorkflowResponse.model_validate(end.values["workflow_result"]))

    def _question(self, interruption: Interruption) -> Question:
        """What the graph asks, put to the person who started the run or to those it names."""
        parameter, answerers = _asked(interruption.value)
        return Question(
            id=f"question_{self._run.run_id[4:]}_{interruption.id[:12]}",
            run_id=self._run.run_id,
            interrupt=interruption.id,
            parameter=parameter,
            answerers=answerers or (str(self._run.inbound.actor),),
        )

    async def _deliver(self, response: WorkflowResponse | None) -> None:
        """Hand the artifacts over; what does not arrive is said."""
        if response is None or not response.artifacts:
            return
        if self._may_read():
            items = await asyncio.to_thread(self._deliverables, response.artifacts)
            delivered = await self._surface().deliver(items, key=f"{self._run.run_id}:files")
        else:
            delivered = [
                Delivered("", problem="You may see this answer here, but not its files; ask an admin.")
            ]
        card = delivery_card(delivered)
        if card is not None:
            await post_once(self._surface(), self._ledger(), "delivery", card)

    def _may_read(self) -> bool:
        inbound = self._run.inbound
        return self._house.authorizer.allows(str(inbound.actor), str(inbound.channel), "artifact.read")

    def _deliverables(self, artifact_ids: list[str]) -> list[Deliverable]:
        store = self._house.services.artifacts
        return [Deliverable(store.get_artifact(each), store.path(each)) for each in artifact_ids]

    async def _record_answer(self, outcome: Outcome) -> None:
        """What was said goes into the conversation, once."""
        if outcome.response is None or self._run.thread is None:
            return
        sessions = self._house.services.sessions
        session = await asyncio.to_thread(
            sessions.session_for, str(self._run.thread), str(self._run.inbound.actor)
        )
        await asyncio.to_thread(
            sessions.add_message,
            session.session_id,
            message_id=f"{self._run.run_id}:answer",
            role="assistant",
            content=outcome_card(self._run, outcome).title,
            workflow=str(outcome.response.metadata.get("workflow_name", "")),
            artifacts=outcome.response.artifacts,
        )


def _asked(value: Any) -> tuple[WorkflowInputParameter, tuple[str, ...]]:
    """What an interrupt asks for and whom; anything but ``ask_person``'s is a question in free text."""
    if isinstance(value, dict) and "parameter" in value:
        parameter = WorkflowInputParameter.model_validate(value["parameter"])
        return parameter, tuple(value.get("answerers", ()))
    return WorkflowInputParameter(name="answer", description="an answer", prompt=str(value)), ()


def _outcome(response: WorkflowResponse) -> Outcome:
    return Outcome(RunState.ANSWERED if response.success else RunState.FAILED, response)


def _closing_title(outcome: Outcome) -> str:
    """What the progress card says when nothing moves any more."""
    titles = {
        RunState.WAITING: "Waiting for your answer",
        RunState.ANSWERED: "Done",
        RunState.CANCELLED: "Cancelled",
        RunState.REFUSED: "Not allowed",
    }
    return titles.get(outcome.state, "Stopped")
