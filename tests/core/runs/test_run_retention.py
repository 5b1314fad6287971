from datetime import UTC, datetime

import pytest

from core.chat.card import Step
from core.contracts import WorkflowResponse
from core.runs.feedback import FeedbackBook
from core.runs.run import Outcome, RunState
from core.runs.run_retention import AT_ONCE, RunRetention
from core.runs.step_records import StepRecords
from tests.core.runs.runs import OTHER_THREAD, THREAD, Runs
from tests.house import inbound

ANSWER = Outcome(RunState.ANSWERED, WorkflowResponse(success=True, result="PAYROLL breaks", metadata={}))


def answered(runs: Runs, text: str = "what breaks without PAYROLL?") -> str:
    run_id = runs.receive(text)
    runs.store.finish(runs.claim(), ANSWER)
    StepRecords(runs.database).add(run_id, [Step(title="Read PAYROLL", state="done", seconds=1.0)])
    FeedbackBook(runs.database).give(run_id, "ada", useful=False, why="PAYROLL is fine")
    return run_id


def kept(runs: Runs) -> str:
    """Everything that stands in the database."""
    tables = runs.database.read("SELECT name FROM sqlite_master WHERE type = 'table'")
    rows = [
        row
        for (name,) in tables
        for row in runs.database.read(f"SELECT * FROM {name}")  # noqa: S608 - names of our own tables
    ]
    return "\n".join(str(tuple(row)) for row in rows)


def test_what_is_forgotten_stands_nowhere_any_more(runs: Runs) -> None:
    run_id, retention = answered(runs), RunRetention(runs.database)
    assert retention.left([run_id]) == 1
    assert retention.forget(retention.of_thread(THREAD)) == 1
    assert retention.left([run_id]) == 0
    assert "PAYROLL" not in kept(runs)


def test_answers_to_questions_are_forgotten_with_their_run(runs: Runs) -> None:
    run, _ = runs.wait_for_answer("what breaks without PAYROLL?")
    runs.receive("4711")
    runs.store.finish(runs.claim(), ANSWER)
    retention = RunRetention(runs.database)
    assert retention.forget([run.run_id]) == 1
    assert not [secret for secret in ("PAYROLL", "4711", "a number of levels") if secret in kept(runs)]


def test_a_repeated_delivery_of_what_was_forgotten_is_known(runs: Runs) -> None:
    message = inbound("secret", thread=THREAD)
    run_id = runs.inbox.receive(message).run_id
    runs.store.finish(runs.claim(), ANSWER)
    RunRetention(runs.database).forget([run_id])
    again = runs.inbox.receive(message)
    assert (again.run_id, again.duplicate) == (run_id, True)


def test_a_run_that_is_not_over_stays_as_it_is(runs: Runs) -> None:
    run_id, retention = runs.receive("secret"), RunRetention(runs.database)
    assert retention.forget([run_id]) == 0
    assert retention.left([run_id]) == 1
    assert runs.claim().inbound.text == "secret"


def test_a_message_can_be_blanked_while_its_run_goes_on(runs: Runs) -> None:
    run_id = runs.receive("secret")
    RunRetention(runs.database).blank(run_id)
    assert "secret" not in kept(runs)
    assert runs.claim().run_id == run_id


def test_runs_of_one_person_are_theirs_alone(runs: Runs) -> None:
    mine = inbound("a", thread=THREAD, user="ada")
    run_id = runs.inbox.receive(mine).run_id
    runs.inbox.receive(inbound("b", thread=THREAD, user="bob"))
    retention = RunRetention(runs.database)
    assert retention.of_person(mine.actor) == [run_id]
    assert retention.of_person(mine.actor.model_copy(update={"tenant": "elsewhere"})) == []
    assert len(retention.of_thread(THREAD)) == 2
    assert retention.of_thread(OTHER_THREAD) == []


@pytest.mark.parametrize("count", [1, AT_ONCE + 1])
def test_old_runs_go_whole_and_newer_ones_stay(runs: Runs, count: int) -> None:
    old = [answered(runs, f"old {number}") for number in range(count)]
    runs.clock.now += 100
    waiting, _ = runs.wait_for_answer("waits since then")
    retention = RunRetention(runs.database)
    assert retention.delete_before(datetime.fromtimestamp(runs.clock.now - 50, UTC)) == count
    assert runs.store.get(old[0]) is None
    assert "old" not in kept(runs)
    assert runs.store.get(waiting.run_id) is not None
    assert len(runs.questions.open_in(THREAD)) == 1
