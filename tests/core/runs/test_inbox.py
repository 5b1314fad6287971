import pytest

from core.contracts import WorkflowInputParameter
from core.errors import UserFacingError
from core.runs.inbox import MAX_TEXT
from core.runs.run import Outcome, RunState
from tests.core.runs.runs import MINE, THREAD, Runs, number_question
from tests.house import inbound


def test_a_message_is_written_down_as_a_queued_run(runs: Runs) -> None:
    run = runs.store.get(runs.receive("hello"))
    assert run is not None
    assert (run.state, run.inbound.text, run.thread) == (RunState.QUEUED, "hello", THREAD)


def test_a_redelivered_message_belongs_to_the_same_run(runs: Runs) -> None:
    message = inbound("hello", thread=THREAD)
    first, second = runs.inbox.receive(message), runs.inbox.receive(message)
    assert second.run_id == first.run_id
    assert (first.duplicate, second.duplicate) == (False, True)


def test_two_events_of_one_act_are_one_run(runs: Runs) -> None:
    message = inbound("hello", thread=THREAD)
    first = runs.inbox.receive(message)
    mention = runs.inbox.receive(message.model_copy(update={"id": "another-delivery"}))
    assert mention.run_id == first.run_id


def test_a_text_that_is_too_long_leaves_nothing_behind(runs: Runs) -> None:
    with pytest.raises(UserFacingError, match="attach it as a file"):
        runs.receive("x" * (MAX_TEXT + 1))
    assert runs.store.unfinished() == []


def test_the_askers_valid_answer_wakes_the_waiting_run(runs: Runs) -> None:
    run, question = runs.wait_for_answer()
    receipt = runs.inbox.receive(inbound("3", thread=THREAD))
    assert (receipt.run_id, receipt.answers) == (run.run_id, question.id)
    woken = runs.claim()
    assert woken.reply is not None
    assert (woken.reply.value, woken.worked, woken.attempt) == (3, 1.5, 2)


def test_text_that_is_no_answer_is_a_run_of_its_own_and_the_question_stays_open(runs: Runs) -> None:
    run, question = runs.wait_for_answer()
    receipt = runs.inbox.receive(inbound("what can you do?", thread=THREAD))
    assert receipt.run_id != run.run_id
    assert runs.questions.open_in(THREAD) == [question]


def test_somebody_elses_answer_does_not_count(runs: Runs) -> None:
    run, question = runs.wait_for_answer()
    receipt = runs.inbox.receive(inbound("3", thread=THREAD, user="developer"))
    assert receipt.run_id != run.run_id
    assert runs.questions.open_in(THREAD) == [question]


def test_a_pressed_button_of_an_answered_question_becomes_a_late_action(runs: Runs) -> None:
    _, question = runs.wait_for_answer()
    press = inbound("", thread=THREAD).model_copy(
        update={"kind": "action", "action": question.id, "value": "3"}
    )
    assert runs.inbox.receive(press).answers == question.id
    again = runs.inbox.receive(press.model_copy(update={"id": "p2", "act": "p2"}))
    late = runs.store.get(again.run_id)
    assert again.answers is None
    assert late is not None
    assert late.inbound.action == question.id


def test_a_cancel_that_comes_before_the_run_is_parked_is_kept(runs: Runs) -> None:
    runs.receive()
    run = runs.claim()
    runs.store.keep(run, Outcome(RunState.WAITING, question=number_question(run)), 0.0)
    runs.store.cancel(run.run_id, "somebody")
    runs.store.park(run, 0.0)
    again = runs.claim()
    assert (again.run_id, again.cancelled_by) == (run.run_id, "somebody")


def test_an_answer_that_comes_before_the_run_is_parked_is_kept(runs: Runs) -> None:
    runs.receive()
    run = runs.claim()
    _, question = run, _open_question(runs, run)
    assert runs.inbox.receive(inbound("7", thread=THREAD)).answers == question
    runs.store.park(run, 0.0)
    woken = runs.claim()
    assert woken.reply is not None
    assert woken.reply.value == 7


def test_an_at_once_message_does_not_stand_in_the_lane(runs: Runs) -> None:
    runs.receive("long work")
    working = runs.claim()
    cancel = runs.receive("/dataops cancel")
    assert runs.store.claim(MINE) is None
    claimed = runs.store.claim(MINE, at_once=True)
    assert claimed is not None
    assert claimed.run_id == cancel != working.run_id


def test_an_act_counts_once_unless_it_was_refused(runs: Runs) -> None:
    first = runs.inbox.receive(inbound("5", thread=THREAD).model_copy(update={"id": "e1", "act": "a"}))
    run = runs.claim()
    again = inbound("5", thread=THREAD).model_copy(update={"id": "e2", "act": "a"})
    assert runs.inbox.receive(again).duplicate
    runs.store.finish(run, Outcome(RunState.REFUSED))
    redelivered = runs.inbox.receive(again.model_copy(update={"id": "e1"}))
    assert (redelivered.run_id, redelivered.duplicate) == (first.run_id, True)
    repeated = runs.inbox.receive(again)
    assert not repeated.duplicate
    assert runs.inbox.receive(again.model_copy(update={"id": "e3"})).run_id == repeated.run_id


def test_a_held_message_is_run_by_its_process_only(runs: Runs) -> None:
    mine = runs.receive(lease=MINE)
    assert runs.store.claim(type(MINE)("they", 10.0)) is None
    assert runs.claim(MINE).run_id == mine


def _open_question(runs: Runs, run: object) -> str:
    from core.runs.run import Run

    assert isinstance(run, Run)
    question = number_question(run)
    runs.store.keep(run, Outcome(RunState.WAITING, question=question), 0.0)
    return question.id


def test_a_path_that_may_not_be_read_is_no_answer_to_a_question_for_a_file(runs: Runs) -> None:
    runs.receive()
    run = runs.claim()
    parameter = WorkflowInputParameter(
        name="path", description="a list", type="file", kind="list", suffixes=[".lst"]
    )
    question = number_question(run).model_copy(update={"parameter": parameter})
    runs.store.keep(run, Outcome(RunState.WAITING, question=question), 0.0)
    runs.store.park(run, 0.0)
    assert runs.inbox.receive(inbound("other.lst", thread=THREAD)).answers is None
    assert runs.inbox.receive(inbound("known.lst", thread=THREAD)).answers == question.id
