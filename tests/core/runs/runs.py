"""Parts for tests of the run store: a store on a clock that tests turn, and messages."""

from dataclasses import dataclass
from pathlib import Path

from core.chat.inbound import Inbound
from core.chat.question import Question
from core.chat.thread_ref import ThreadRef
from core.contracts import WorkflowInputParameter
from core.runs.inbox import Inbox
from core.runs.question_records import QuestionRecords
from core.runs.run import Outcome, Run, RunState
from core.runs.run_history import RunHistory
from core.runs.run_store import Lease, RunStore
from core.storage.database import Database
from tests.clock import Clock
from tests.house import CHANNEL, inbound

THREAD = CHANNEL.thread("t1")
OTHER_THREAD = CHANNEL.thread("t2")
MINE = Lease("me", 10.0)
THEIRS = Lease("they", 10.0)


@dataclass
class Runs:
    """A run store with its inbox."""

    database: Database
    store: RunStore
    questions: QuestionRecords
    history: RunHistory
    inbox: Inbox
    clock: Clock

    def receive(self, text: str = "x", thread: ThreadRef | None = THREAD, lease: Lease | None = None) -> str:
        return self.inbox.receive(inbound(text, thread=thread), lease).run_id

    def claim(self, lease: Lease = MINE) -> Run:
        run = self.store.claim(lease)
        assert run is not None
        return run

    def wait_for_answer(self, text: str = "x") -> tuple[Run, Question]:
        """A run of the thread that is parked with an open question for a whole number."""
        self.receive(text)
        run = self.claim()
        question = number_question(run)
        self.store.keep(run, Outcome(RunState.WAITING, question=question), 0.0)
        self.store.park(run, 1.5)
        return run, question


def number_question(run: Run, asker: str = "console:local:admin") -> Question:
    parameter = WorkflowInputParameter(
        name="levels", description="a number of levels", type="integer", example=2
    )
    return Question(
        id=f"question_{run.run_id}",
        run_id=run.run_id,
        interrupt="i1",
        parameter=parameter,
        answerers=(asker,),
    )


class PlainWords:
    """Every message is what it is; ``cancel`` waits behind nothing."""

    def as_meant(self, inbound: Inbound) -> Inbound:
        return inbound

    def bypass_lane(self, inbound: Inbound) -> bool:
        return inbound.text.startswith("/dataops cancel")


def open_runs(tmp_path: Path) -> Runs:
    database, clock = Database(tmp_path / "dataops.db"), Clock(1000.0)
    store = RunStore(database, clock)
    return Runs(
        database,
        store,
        questions := QuestionRecords(database),
        RunHistory(database),
        Inbox(database, questions, PlainWords(), lambda _, name: name.startswith("known"), clock),
        clock,
    )
