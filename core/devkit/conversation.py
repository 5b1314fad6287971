"""A conversation with the whole orchestrator about one workflow, without a door and without a network."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.base_workflow import BaseWorkflow
from core.chat.approval import Vote
from core.chat.inbound import Actor, Inbound
from core.chat.question import Question
from core.chat.thread_ref import ChannelRef
from core.contracts import WorkflowResponse
from core.devkit.mocks import Mocks
from core.devkit.offline_services import offline_services
from core.devkit.said import Said
from core.devkit.workbench import Workbench
from core.errors import AccessRefused, NotApproved, UserFacingError
from core.orchestrator.asked_question import asked_question
from core.orchestrator.execution import Event, GraphEnd, GraphRun, StepEvent
from core.orchestrator.formatting import answer_text
from core.orchestrator.memory import remember_inputs
from core.orchestrator.services import Services
from core.orchestrator.state import FileRef
from core.runs.approval_votes import verdict
from core.runs.failure import failure, not_allowed, sentence_for
from core.runs.run import Outcome, Run, RunState
from core.session import Session

if TYPE_CHECKING:
    from langgraph.checkpoint.memory import InMemorySaver

PERSON = Actor(platform="harness", tenant="team", id="person", name="Somebody")
CHANNEL = ChannelRef(platform="harness", tenant="team", channel="channel")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
"""The time that posts show: what a person sees is the same in each run of a test."""


class Conversation:
    """One thread. Each message begins a run; a question keeps its run waiting for the answer."""

    def __init__(self, workflow: BaseWorkflow, workbench: Workbench, mocks: Mocks) -> None:
        self._workflow = workflow
        self._workbench = workbench
        self._mocks = mocks
        self._events: list[Event] = []
        self._run: Run | None = None
        self._graph: GraphRun | None = None
        self._question: Question | None = None
        self._count = 0

    async def say(self, text: str, files: Sequence[str | Path], given: Mapping[str, Any] | None) -> Said:
        """Send a message; an open question is left behind."""
        from core.orchestrator.graph import build_orchestrator

        run = self._begin(text, given or {})
        services = self._services
        if self._mocks.model is not None:
            services = offline_services(self._workflow, self._workbench, has_model=True)
        graph = build_orchestrator(services, self._checkpoints)
        self._graph = GraphRun(graph, run.run_id, self._events.append)
        beginning = {
            "session_id": self._workbench.session_id,
            "user_query": text,
            "run_id": run.run_id,
            "person": str(PERSON),
            "channel": str(CHANNEL),
            "files": self._attached(files),
            "given": dict(given or {}),
        }
        return await self._work(self._graph, run, beginning, {})

    async def answer(self, value: Any) -> Said:
        """Answer the open question."""
        if self._question is None or self._graph is None or self._run is None:
            raise AssertionError("No question is open: the last message was answered, or failed.")
        read = self._read(self._question, value)
        return await self._work(self._graph, self._run, {}, {self._question.interrupt: read})

    def _begin(self, text: str, given: Mapping[str, Any]) -> Run:
        """The next run of this thread, with an id that is the same each time."""
        self._count += 1
        self._question = None
        inbound = Inbound(
            id=f"message_{self._count}",
            act=f"act_{self._count}",
            channel=CHANNEL,
            actor=PERSON,
            text=text,
            parameters=given,
            received_at=NOW,
        )
        self._run = Run(
            run_id=f"run_harness{self._count}",
            state=RunState.RUNNING,
            owner="harness",
            attempt=1,
            tries=1,
            inbound=inbound,
            thread=CHANNEL.thread("thread"),
        )
        self._record(role="user", content=text, speaker=str(PERSON))
        return self._run

    async def _work(
        self, graph: GraphRun, run: Run, beginning: dict[str, Any], answers: dict[str, Any]
    ) -> Said:
        """Go on until the answer, the next question, or a failure."""
        self._events.clear()
        try:
            with self._mocks.standing_in():
                end = await graph.go_on(beginning, answers, live=True)
        except AssertionError:
            raise
        except Exception as error:  # noqa: BLE001 - workflows raise what they like; people get a sentence
            self._question = None
            return self._said(run, _failed(run, error), error=error)
        outcome = self._outcome(run, end)
        self._question = outcome.question
        return self._said(run, outcome, workflow=str(end.values.get("selected_workflow", "")))

    def _outcome(self, run: Run, end: GraphEnd) -> Outcome:
        if end.interruption is not None:
            question = asked_question(run.run_id, PERSON, end.interruption, NOW)
            # LangGraph's ids are others in each run
            return Outcome(
                RunState.WAITING, question=question.model_copy(update={"id": f"question_{run.run_id[4:]}"})
            )
        response = WorkflowResponse.model_validate(end.values["workflow_result"])
        return Outcome(RunState.ANSWERED if response.success else RunState.FAILED, response)

    def _said(
        self, run: Run, outcome: Outcome, *, workflow: str = "", error: Exception | None = None
    ) -> Said:
        """What came back; the thread keeps it."""
        response, ids = outcome.response, outcome.response.artifacts if outcome.response else []
        text = _text(outcome)
        if response is not None:
            self._record(role="assistant", content=text, workflow=workflow or None, artifacts=ids)
        found = self._workbench.artifacts.find_artifacts(ids)
        steps = {each.id: each.name for each in self._events if isinstance(each, StepEvent)}
        return Said(
            run=replace(run, state=outcome.state),
            outcome=outcome,
            text=text,
            workflow=workflow,
            steps=tuple(steps.values()),
            artifacts=tuple(found[each] for each in ids if each in found),
            error=error,
        )

    def _read(self, question: Question, value: Any) -> Any:
        """The answer as the run gets it; raises ValueError with a sentence for what is none."""
        if question.parameter.type == "file":
            paths = [value] if isinstance(value, str | Path) else list(value)
            return {"files": self._attached(paths)}
        typed = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
        message = Inbound(
            id="answer", act="answer", channel=CHANNEL, actor=PERSON, text=typed, received_at=NOW
        )
        read = question.read(message)
        return read if question.approval is None else _verdict(question, read)

    def _attached(self, files: Sequence[str | Path]) -> list[FileRef]:
        """Files of a message, kept as the kind that the workflow reads them as."""
        metadata = self._services.registry.all_metadata()
        kept = [self._workbench.attach(Path(each), metadata) for each in files]
        ids = [each["artifact_id"] for each in kept]
        remember_inputs(self._services, self._workbench.session_id, ids)
        return kept

    def _record(self, **message: Any) -> None:
        self._services.sessions.add_message(self._workbench.session_id, **message)

    @cached_property
    def _services(self) -> Services:
        services = offline_services(self._workflow, self._workbench, has_model=False)
        self._workbench.open_session(Session(session_id=self._workbench.session_id, user_id=str(PERSON)))
        return services

    @cached_property
    def _checkpoints(self) -> "InMemorySaver":
        from langgraph.checkpoint.memory import InMemorySaver

        return InMemorySaver()


def _failed(run: Run, error: Exception) -> Outcome:
    """A failure as the engine tells it."""
    if isinstance(error, AccessRefused | NotApproved):
        return not_allowed(run, error)
    told = str(error) if isinstance(error, UserFacingError) else sentence_for(error)
    return failure(run, RunState.FAILED, told)


def _text(outcome: Outcome) -> str:
    """What a person reads: the question, the sentence, or the answer."""
    if outcome.question is not None:
        return outcome.question.parameter.question
    response = outcome.response
    if response is None:
        return ""
    if response.answer is None:
        return " ".join(response.errors or [str(response.result)])
    return answer_text(response.answer)


def _verdict(question: Question, decision: Any) -> dict[str, Any]:
    """A decision by as many people as it takes."""
    people = question.approval.demand.people if question.approval else 1
    votes = [
        Vote(person=f"harness:team:approver{number}", name=f"Approver {number}", decision=decision, at=NOW)
        for number in range(1, people + 1)
    ]
    return verdict(question, votes)
