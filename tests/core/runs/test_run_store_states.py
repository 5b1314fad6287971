"""Whatever happens in whatever order, the lanes and leases of the run store hold."""

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from core.chat.approval import Decision
from core.chat.question import Question
from core.contracts import WorkflowResponse
from core.errors import LeaseLost
from core.runs.approval_votes import ApprovalVotes
from core.runs.run import Outcome, Run, RunState
from core.runs.run_store import Lease
from tests.core.runs.runs import OTHER_THREAD, THREAD, number_question, open_runs
from tests.core.runs.test_approval_votes import demand_of, same, voter
from tests.house import inbound

THREADS = st.sampled_from([THREAD, OTHER_THREAD])
OWNERS = st.sampled_from(["one", "two"])
SECONDS = 10.0
HOUR = 3600.0
"""The clock of the machine may also be turned."""

DECISIONS: tuple[Decision, ...] = ("approve", "decline")


class RunStoreMachine(RuleBasedStateMachine):
    """Two processes on one store; ``claims`` are what they believe to hold."""

    claims = Bundle("claims")
    demands = Bundle("demands")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.runs = open_runs(Path(self.folder.name))
        self.votes = ApprovalVotes(self.runs.database, self.runs.clock)
        self.begun: dict[str, list[str]] = {}
        self.ended: set[str] = set()
        self.decided: set[str] = set()

    def teardown(self) -> None:
        self.runs.database.close()
        self.folder.cleanup()

    @rule(thread=THREADS, text=st.sampled_from(["5", "words"]))
    def receive(self, thread: object, text: str) -> None:
        self.runs.inbox.receive(inbound(text, thread=thread))  # type: ignore[arg-type]

    @rule(target=claims, owner=OWNERS)
    def claim(self, owner: str) -> Run | None:
        run = self.runs.store.claim(Lease(owner, SECONDS))
        if run is not None and run.attempt == 1:
            self.begun.setdefault(str(run.thread), []).append(run.run_id)
        return run

    @rule(run=consumes(claims))
    def finish(self, run: Run | None) -> None:
        if run is not None:
            response = WorkflowResponse(success=True, result="x", metadata={})
            held = self.holds(run)
            try:
                self.runs.store.finish(run, Outcome(RunState.ANSWERED, response))
            except LeaseLost:
                assert not held
            else:
                assert held
                assert run.run_id not in self.ended
                self.ended.add(run.run_id)

    @rule(run=consumes(claims))
    def ask_and_park(self, run: Run | None) -> None:
        if run is not None:
            held = self.holds(run)
            try:
                self.runs.store.keep(run, Outcome(RunState.WAITING, question=number_question(run)), 0.0)
                self.runs.store.park(run, 0.0)
            except LeaseLost:
                assert not held

    @rule(target=demands, run=consumes(claims), people=st.integers(1, 2))
    def demand_and_park(self, run: Run | None, people: int) -> Question | None:
        if run is None or not self.holds(run):
            return None
        question = demand_of(run, people)
        self.runs.store.keep(run, Outcome(RunState.WAITING, question=question), 0.0)
        self.runs.store.park(run, 0.0)
        return question

    @rule(demand=demands, name=st.sampled_from(["ann", "ben"]), decision=st.sampled_from(DECISIONS))
    def vote(self, demand: Question | None, name: str, decision: Decision) -> None:
        if demand is not None:
            ballot = self.votes.vote(voter(name), demand, decision, same)
            if ballot.state == "decided":
                assert demand.id not in self.decided
                self.decided.add(demand.id)

    @rule(run=consumes(claims))
    def crash(self, run: Run | None) -> None:
        """Its process is gone: nobody speaks for the run any more, until its lease is over."""

    @rule(run=consumes(claims))
    def release(self, run: Run | None) -> None:
        if run is not None:
            held = self.holds(run)
            try:
                self.runs.store.release(run, tries=3)
            except LeaseLost:
                assert not held
            else:
                assert held

    @rule(owner=OWNERS)
    def heartbeat(self, owner: str) -> None:
        rows = self.runs.database.read("SELECT run_id FROM runs WHERE owner = ?", (owner,))
        self.runs.store.heartbeat(Lease(owner, SECONDS), [row["run_id"] for row in rows])

    @rule(seconds=st.sampled_from([1.0, 11.0, HOUR, -HOUR]))
    def time_passes(self, seconds: float) -> None:
        self.runs.clock.now += seconds

    @rule(run=claims)
    def cancel(self, run: Run | None) -> None:
        if run is not None:
            self.runs.store.cancel(run.run_id, "somebody")

    def holds(self, run: Run) -> bool:
        now = self.runs.store.get(run.run_id)
        assert now is not None
        return (now.owner, now.attempt, now.state) == (run.owner, run.attempt, RunState.RUNNING)

    @invariant()
    def one_run_a_thread(self) -> None:
        rows = self.runs.database.read(
            "SELECT lane, count(*) AS n FROM runs WHERE state = 'running' GROUP BY lane"
        )
        assert all(row["n"] == 1 for row in rows)

    @invariant()
    def runs_of_a_thread_begin_in_order(self) -> None:
        order = [
            row["run_id"] for row in self.runs.database.read("SELECT run_id FROM runs ORDER BY position")
        ]
        for begun in self.begun.values():
            assert begun == sorted(begun, key=order.index)

    @invariant()
    def a_question_is_open_only_for_a_run_that_can_go_on(self) -> None:
        rows = self.runs.database.read(
            "SELECT r.state FROM questions q JOIN runs r USING (run_id) WHERE q.state = 'open'"
        )
        assert all(row["state"] in ("running", "waiting", "queued") for row in rows)


RunStoreMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestRunStore = RunStoreMachine.TestCase
