"""One orchestrator turn with its nested workflow, as the run store knows it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.chat.inbound import Inbound
from core.chat.question import Question
from core.chat.thread_ref import ThreadRef
from core.contracts import WorkflowResponse


class RunState(StrEnum):
    """Where a run stands. All but the first three are final; ``EXPIRED``: nobody answered its question."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"
    ANSWERED = "answered"
    FAILED = "failed"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    EXPIRED = "expired"

    @property
    def final(self) -> bool:
        """Whether nothing more will happen."""
        return self not in (RunState.QUEUED, RunState.RUNNING, RunState.WAITING)


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a run's question: the message that answered it, and its value.

    No message: nobody answered within the time ``expired`` (in words).
    """

    question_id: str
    inbound: Inbound | None
    value: Any
    expired: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A claimed run. ``attempt`` is the fencing token: it grows with every claim, and every write checks it.

    ``tries`` counts the attempts since the last answer of a person; a run that never ends is given up.
    ``worked`` is the number of seconds spent working in earlier attempts, waits for people not counted.
    ``kept`` is how an earlier attempt ended that the thread could not be told of.
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
    kept: "Outcome | None" = None

    @property
    def unanswered(self) -> bool:
        """Whether there is nothing to go on with: nobody answered in time."""
        return self.reply is not None and self.reply.inbound is None and self.reply.value is None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a turn ended: a final state with its response, or ``WAITING`` with the open question."""

    state: RunState
    response: WorkflowResponse | None = None
    question: Question | None = None
