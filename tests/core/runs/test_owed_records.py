"""What is still to be written into the records: owed with the outcome, due once it is told."""

import pytest

from core.contracts import WorkflowResponse
from core.runs.owed_records import OwedRecords
from core.runs.run import Outcome, RunState
from core.runs.run_retention import RunRetention
from tests.core.runs.runs import Runs

ANSWER = Outcome(RunState.ANSWERED, WorkflowResponse(success=True, result="done", metadata={}))


@pytest.fixture
def owed(runs: Runs) -> OwedRecords:
    return OwedRecords(runs.database, runs.clock)


def due(owed: OwedRecords) -> dict[str, float]:
    return {each.run.run_id: each.since for each in owed.due()}


def test_a_run_is_due_once_it_is_told(runs: Runs, owed: OwedRecords) -> None:
    run_id = runs.receive()
    run = runs.claim()
    assert due(owed) == {}
    runs.store.keep(run, ANSWER, 2.5)
    assert due(owed) == {}
    runs.clock.now += 5
    runs.store.finish(run, ANSWER)
    assert due(owed) == {run_id: 1000.0}
    (found,) = owed.due()
    assert (found.run.worked, found.run.outcome) == (2.5, ANSWER)
    owed.paid(run_id, found.since)
    assert due(owed) == {}


def test_a_run_that_went_on_meanwhile_is_owed_again(runs: Runs, owed: OwedRecords) -> None:
    run, _ = runs.wait_for_answer()
    since = owed.since(run.run_id)
    assert due(owed) == {run.run_id: since}
    runs.clock.now += 5
    runs.receive("3")
    assert due(owed) == {}
    again = runs.claim()
    runs.store.keep(again, ANSWER, 1.0)
    runs.store.finish(again, ANSWER)
    owed.paid(run.run_id, since)
    assert due(owed) == {run.run_id: 1005.0}


def test_a_run_that_is_over_and_still_to_be_told_is_not_due(runs: Runs, owed: OwedRecords) -> None:
    run_id = runs.receive()
    runs.store.cancel(run_id, "ada")
    runs.store.owe(run_id, ANSWER)
    assert due(owed) == {}
    runs.store.told(run_id)
    assert list(due(owed)) == [run_id]


def test_what_is_forgotten_is_owed_no_more(runs: Runs, owed: OwedRecords) -> None:
    run_id = runs.receive()
    run = runs.claim()
    runs.store.keep(run, ANSWER, 0.0)
    runs.store.finish(run, ANSWER)
    RunRetention(runs.database).forget([run_id])
    assert due(owed) == {}
