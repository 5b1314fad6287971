"""One orchestrator turn with its nested workflow, as the run store knows it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.chat.inbound import Inbound
from core.chat.question import Question
from core.chat.thread_ref import ThreadRef
from core.contracts import WorkflowResponse


class RunState(StrEnum):
    """Where a run stands. The last four are final."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    ANSWERED = "answered"
    FAILED = "failed"
    REFUSED = "refused"
    CANCELLED = "cancelled"

    @property
    def final(self) -> bool:
        """Whether nothing more will happen."""
        return self not in (RunState.QUEUED, RunState.RUNNING, RunState.WAITING)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a run's question: the message that brought it, and its value."""

    question_id: str
    inbound: Inbound
    value: Any


@dataclass(frozen=True, slots=True)
class Run:
    """A claimed run. ``attempt`` is the fencing token: it grows with every claim, and every write checks it.

    ``tries`` counts the attempts since the last answer of a person; a run that never ends is given up.
    ``worked`` is the number of seconds spent working in earlier attempts, waits for people not counted.
    """

    run_id: str
    state: RunState
    owner: str | None
    attempt: int
    tries: int
    inbound: Inbound
    thread: ThreadRef | None
    reply: Reply | None = None
    worked: float = 0.0
    cancelled_by: str | None = None
    outcome: "Outcome | None" = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a turn ended: a final state with its response, or ``WAITING`` with the open question."""

    state: RunState
    response: WorkflowResponse | None = None
    question: Question | None = None
