"""Votes of a demand: each person once, the last one that is needed decides, and only once."""

import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from core.chat.approval import Approval, Decision, Demand
from core.chat.inbound import Actor
from core.chat.question import Question
from core.contracts import WorkflowInputParameter
from core.runs.approval_votes import ApprovalVotes, Ballot
from core.runs.run import Outcome, Run, RunState
from core.runs.settling import Settlement, settle
from core.storage.database import Database
from tests.core.runs.runs import MINE, THREAD, Runs
from tests.house import inbound

RACES = 1_000
VOTERS = 4
START = datetime.fromtimestamp(1000.0, UTC)


def demand_of(run: Run, people: int = 1) -> Question:
    """A demand of a run, open for an hour."""
    demand = Demand(what="Deploy", permission="workflow.deployer.approve", people=people, hours=1)
    choices: dict[str, list[str]] = {"approve": [], "decline": []}
    return Question(
        id=f"question_{run.run_id}",
        run_id=run.run_id,
        interrupt="i1",
        parameter=WorkflowInputParameter(name="d", description="d", type="choice", choices=choices),
        answerers=(),
        approval=Approval(demand=demand, requester="Dan", until=START + timedelta(hours=1)),
    )


def voter(name: str, act: str = "") -> Run:
    """The run of somebody's press."""
    message = inbound("", thread=THREAD, user=name)
    return Run(act or f"run_{message.id}", RunState.RUNNING, "me", 1, 1, message, THREAD)


def same(one: str, other: str) -> bool:
    """Everybody is one person, but for those who are the same with an x behind their name."""
    return one.rstrip("x") == other.rstrip("x")


@dataclass
class Waiting:
    runs: Runs
    votes: ApprovalVotes

    def open(self, people: int = 1) -> Question:
        self.runs.receive()
        run = self.runs.claim()
        question = demand_of(run, people)
        self.runs.store.keep(run, Outcome(RunState.WAITING, question=question), 0.0)
        self.runs.store.park(run, 0.0)
        return question

    def vote(self, question: Question, name: str, decision: Decision = "approve", act: str = "") -> Ballot:
        return self.votes.vote(voter(name, act), question, decision, same)

    def state(self, question: Question) -> RunState:
        run = self.runs.store.get(question.run_id)
        assert run is not None
        return run.state


@pytest.fixture
def waiting(runs: Runs) -> Waiting:
    return Waiting(runs, ApprovalVotes(runs.database, runs.clock))


def test_the_vote_that_was_needed_wakes_the_run_with_who_approved(waiting: Waiting) -> None:
    question = waiting.open(people=2)
    assert waiting.vote(question, "ann").state == "counted"
    assert waiting.state(question) is RunState.WAITING
    assert waiting.vote(question, "ben").state == "decided"
    woken = waiting.runs.claim()
    assert woken.reply is not None
    assert woken.reply.value["decision"] == "approve"
    assert woken.reply.value["people"] == ["console:local:ann", "console:local:ben"]
    assert woken.reply.value["demand"] == question.approval.demand.digest if question.approval else ""


def test_one_decline_is_enough(waiting: Waiting) -> None:
    question = waiting.open(people=3)
    waiting.vote(question, "ann")
    assert waiting.vote(question, "ben", "decline").state == "decided"
    woken = waiting.runs.claim()
    assert woken.reply is not None
    assert (woken.reply.value["decision"], woken.reply.value["names"]) == ("decline", ["ben"])


def test_a_person_counts_once_whatever_they_are_called(waiting: Waiting) -> None:
    question = waiting.open(people=2)
    waiting.vote(question, "ann")
    assert [waiting.vote(question, name).state for name in ("ann", "annx")] == ["twice", "twice"]
    assert waiting.state(question) is RunState.WAITING


def test_what_comes_late_changes_nothing(waiting: Waiting) -> None:
    question = waiting.open()
    waiting.vote(question, "ann")
    assert waiting.vote(question, "ben", "decline").state == "late"
    other = waiting.open()
    waiting.runs.clock.now += 3600.0
    assert waiting.vote(other, "ann").state == "late"
    cancelled = waiting.open()
    waiting.runs.store.cancel(cancelled.run_id, "somebody")
    assert waiting.vote(cancelled, "ann").state == "late"


def test_a_question_that_is_over_is_not_ended_again(waiting: Waiting) -> None:
    question = waiting.open()
    message = inbound("approve", thread=THREAD)
    with waiting.runs.database.transaction() as connection:
        assert settle(connection, question, Settlement("yes", message))
        assert not settle(connection, question, Settlement("no", message))
        assert not settle(connection, question, Settlement(None, expired="1 hour"))
    woken = waiting.runs.claim()
    assert woken.reply is not None
    assert (woken.reply.value, woken.reply.expired) == ("yes", "")


def test_a_vote_does_not_wait_behind_what_runs_in_its_thread(waiting: Waiting) -> None:
    waiting.open()
    waiting.runs.receive("long work")
    waiting.runs.claim()
    vote = waiting.runs.receive("approve")
    claimed = waiting.runs.store.claim(MINE, at_once=True)
    assert claimed is not None
    assert (claimed.run_id, claimed.inbound.value) == (vote, "approve")


def test_a_vote_that_is_said_again_after_a_crash_is_the_same_vote(waiting: Waiting) -> None:
    question = waiting.open(people=2)
    for _ in range(2):
        assert waiting.vote(question, "ann", act="run_a").state == "counted"
    for _ in range(2):
        assert waiting.vote(question, "ben", act="run_b").state == "decided"
    assert len(waiting.votes.of(question.id)) == 2


def test_a_vote_that_comes_before_the_run_is_parked_is_kept(waiting: Waiting) -> None:
    waiting.runs.receive()
    run = waiting.runs.claim()
    question = demand_of(run)
    waiting.runs.store.keep(run, Outcome(RunState.WAITING, question=question), 0.0)
    assert waiting.vote(question, "ann").state == "decided"
    waiting.runs.store.park(run, 0.0)
    assert waiting.runs.claim().run_id == run.run_id


def test_whoever_decides_keeps_the_run_for_their_process(waiting: Waiting) -> None:
    question = waiting.open()
    waiting.runs.receive(thread=None, lease=MINE)
    vote = waiting.runs.claim()
    press = replace(vote, inbound=inbound("", thread=THREAD, user="ann"))
    waiting.votes.vote(press, question, "approve", same)
    assert waiting.runs.store.claim(type(MINE)("they", 10.0)) is None
    assert waiting.runs.claim().run_id == question.run_id


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Sequence[Database]]:
    """Two connections to one file that nobody waits for the disk with."""
    opened = [Database(tmp_path / "dataops.db") for _ in range(2)]
    for database in opened:
        database.read("PRAGMA synchronous = OFF")
    yield opened
    for database in opened:
        database.close()


def test_a_thousand_races_each_act_once(runs: Runs, processes: Sequence[Database]) -> None:
    runs.database.read("PRAGMA synchronous = OFF")
    stores = [ApprovalVotes(database, runs.clock) for database in processes]
    waiting, barrier = Waiting(runs, stores[0]), Barrier(VOTERS)
    with ThreadPoolExecutor(VOTERS) as pool:
        for seed in range(RACES):
            chance = random.Random(seed)
            question = waiting.open(people=chance.choice((1, 1, 2, 3)))
            names = chance.choices(("ann", "annx", "ben", "cleo"), k=VOTERS)
            decisions: list[Decision] = ["decline" if chance.random() < 0.2 else "approve" for _ in names]

            def cast(at: int, question: Question, name: str, decision: Decision) -> Ballot:
                barrier.wait()
                return stores[at % 2].vote(voter(name), question, decision, same)

            cast_all = zip(range(VOTERS), [question] * VOTERS, names, decisions, strict=True)
            ballots = list(pool.map(cast, *zip(*cast_all, strict=True)))
            check(waiting, question, ballots, seed)


def check(waiting: Waiting, question: Question, ballots: Sequence[Ballot], seed: int) -> None:
    """However they came: at most one decided, all others counted before it, and the run agrees."""
    assert question.approval is not None
    votes = waiting.votes.of(question.id)
    decided = [ballot for ballot in ballots if ballot.state == "decided"]
    counted = [ballot for ballot in ballots if ballot.state in ("counted", "decided")]
    people = {vote.person.rstrip("x") for vote in votes}
    enough = len(votes) >= question.approval.demand.people or any(v.decision == "decline" for v in votes)
    assert len(votes) == len(counted) == len(people), seed
    assert len(votes) <= question.approval.demand.people, seed
    assert len(decided) == int(enough), seed
    assert (waiting.state(question) is RunState.QUEUED) == enough, seed
    claimed = waiting.runs.store.claim(MINE)
    assert (claimed is not None) == enough, seed
    assert waiting.runs.store.claim(MINE) is None, seed
    if claimed is not None:
        assert claimed.run_id == question.run_id
        waiting.runs.store.cancel(claimed.run_id, "over")
        waiting.runs.store.finish(claimed, Outcome(RunState.CANCELLED))


def test_an_actor_is_named_as_they_call_themselves(waiting: Waiting) -> None:
    question = waiting.open()
    actor = Actor(platform="console", tenant="local", id="ann", name="Ann")
    run = replace(voter("ann"), inbound=inbound("").model_copy(update={"actor": actor}))
    waiting.votes.vote(run, question, "approve", same)
    (vote,) = waiting.votes.of(question.id)
    assert (vote.name, vote.at) == ("Ann", START)
