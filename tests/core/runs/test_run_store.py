from collections.abc import Callable

import pytest

from core.contracts import WorkflowResponse
from core.errors import LeaseLost
from core.runs.run import Outcome, RunState
from tests.core.runs.runs import MINE, OTHER_THREAD, THEIRS, THREAD, Runs, number_question


def answered(text: str = "done") -> Outcome:
    return Outcome(RunState.ANSWERED, WorkflowResponse(success=True, result=text, metadata={}))


def test_messages_of_one_thread_run_in_order(runs: Runs) -> None:
    first, second = runs.receive("1"), runs.receive("2")
    claimed = runs.claim()
    assert claimed.run_id == first
    assert runs.store.claim(MINE) is None
    runs.store.finish(claimed, answered())
    assert runs.claim().run_id == second


def test_threads_run_side_by_side(runs: Runs) -> None:
    runs.receive("1", THREAD)
    runs.receive("2", OTHER_THREAD)
    assert {runs.claim().thread, runs.claim().thread} == {THREAD, OTHER_THREAD}


def test_a_run_without_a_thread_gets_its_lane_when_it_is_bound(runs: Runs) -> None:
    runs.receive("1", None)
    run = runs.claim()
    runs.store.bind(run, THREAD)
    runs.receive("2", THREAD)
    assert runs.store.claim(MINE) is None


def test_a_living_lease_is_respected_and_an_expired_one_is_taken_over(runs: Runs) -> None:
    runs.receive()
    first = runs.claim(MINE)
    assert runs.store.claim(THEIRS) is None
    runs.clock.now += 11
    second = runs.claim(THEIRS)
    assert (second.run_id, second.attempt) == (first.run_id, first.attempt + 1)


def test_a_heartbeat_keeps_the_lease(runs: Runs) -> None:
    runs.receive()
    run = runs.claim(MINE)
    runs.clock.now += 9
    assert run.run_id in runs.store.heartbeat(MINE, [run.run_id])
    runs.clock.now += 9
    assert runs.store.claim(THEIRS) is None


def test_a_process_that_lost_its_lease_can_write_nothing(runs: Runs) -> None:
    runs.receive()
    mine = runs.claim(MINE)
    runs.clock.now += 11
    runs.claim(THEIRS)
    writes: list[Callable[[], None]] = [
        lambda: runs.store.check(mine),
        lambda: runs.store.finish(mine, answered()),
        lambda: runs.store.park(mine, 0.0),
        lambda: runs.store.bind(mine, OTHER_THREAD),
    ]
    for write in writes:
        with pytest.raises(LeaseLost):
            write()
    assert runs.store.heartbeat(MINE, [mine.run_id]) == set()


def test_a_waiting_run_frees_its_lane(runs: Runs) -> None:
    waiting, _ = runs.wait_for_answer()
    second = runs.receive("no number")
    assert runs.claim().run_id == second
    parked = runs.store.get(waiting.run_id)
    assert parked is not None
    assert parked.state is RunState.WAITING


def test_an_answered_run_does_not_run_beside_another_of_its_thread(runs: Runs) -> None:
    runs.wait_for_answer()
    runs.receive("no number")
    running = runs.claim()
    runs.receive("5")  # answers the question
    assert runs.store.claim(MINE) is None
    runs.store.finish(running, answered())
    assert runs.claim().reply is not None


def test_cancelling_a_queued_run_ends_it_at_once(runs: Runs) -> None:
    run_id = runs.receive()
    assert runs.store.cancel(run_id, "somebody") is RunState.QUEUED
    run = runs.store.get(run_id)
    assert run is not None
    assert run.state is RunState.CANCELLED
    assert runs.store.claim(MINE) is None


def test_cancelling_a_waiting_run_closes_its_question(runs: Runs) -> None:
    run, _ = runs.wait_for_answer()
    runs.store.cancel(run.run_id, "somebody")
    assert runs.questions.open_in(THREAD) == []


def test_cancelling_a_running_run_tells_its_owner(runs: Runs) -> None:
    run_id = runs.receive()
    runs.claim()
    runs.store.cancel(run_id, "somebody")
    assert runs.store.cancelled(MINE) == [run_id]
    assert runs.store.cancelled(THEIRS) == []


def test_a_refused_message_is_no_part_in_a_thread(runs: Runs) -> None:
    runs.receive()
    runs.store.finish(runs.claim(), Outcome(RunState.REFUSED))
    assert not runs.store.takes_part(THREAD)
    runs.receive()
    assert runs.store.takes_part(THREAD)


def test_a_question_that_comes_after_its_run_was_cancelled_does_not_outlive_it(runs: Runs) -> None:
    runs.receive()
    run = runs.claim()
    runs.store.cancel(run.run_id, "ada")
    runs.store.keep(run, Outcome(RunState.WAITING, question=number_question(run)), 0.0)
    runs.store.park(run, 0.0)
    runs.store.finish(runs.claim(), Outcome(RunState.CANCELLED))
    assert not runs.questions.open_in(THREAD)


def test_a_released_run_is_tried_again_after_a_pause_and_given_up_at_last(runs: Runs) -> None:
    run_id = runs.receive()
    for _ in range(2):
        runs.store.release(runs.claim(), 3)
        assert runs.store.claim(MINE) is None
        runs.clock.now += 60
    runs.store.release(runs.claim(), 3)
    run = runs.store.get(run_id)
    assert run is not None
    assert run.state is RunState.FAILED


def test_the_end_of_a_run_is_kept_with_its_response(runs: Runs) -> None:
    run_id = runs.receive()
    runs.store.finish(runs.claim(), answered("42"))
    run = runs.store.get(run_id)
    assert run is not None
    assert run.outcome is not None
    assert run.outcome.response is not None
    assert run.outcome.response.result == "42"


def test_a_process_does_not_begin_a_run_twice_when_its_own_lease_ran_out(runs: Runs) -> None:
    runs.receive()
    runs.claim(MINE)
    runs.clock.now += 11
    assert runs.store.claim(MINE) is None


def test_a_run_that_nobody_works_on_any_more_is_not_kept_alive(runs: Runs) -> None:
    runs.receive()
    runs.claim(MINE)
    runs.clock.now += 9
    runs.store.heartbeat(MINE, [])
    runs.clock.now += 2
    assert runs.store.claim(THEIRS) is not None


def test_a_run_that_cannot_be_read_fails_and_stops_no_other(runs: Runs) -> None:
    broken, whole = runs.receive("broken"), runs.receive("whole")
    runs.database.write("UPDATE runs SET inbound = '{}' WHERE run_id = ?", (broken,))
    assert runs.store.claim(MINE) is None
    assert runs.claim(MINE).run_id == whole
