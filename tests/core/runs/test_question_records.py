from core.runs.run import Outcome, RunState
from tests.core.runs.runs import OTHER_THREAD, THREAD, Runs, number_question


def test_a_question_is_known_with_what_became_of_it(runs: Runs) -> None:
    run, question = runs.wait_for_answer()
    assert runs.questions.open_in(THREAD) == [question]
    assert runs.questions.open_in(OTHER_THREAD) == []
    assert runs.questions.get(question.id) == (question, "open", None)
    assert runs.questions.latest_of(run.run_id) == (question, "open")
    assert runs.questions.open_of(run.run_id) == question
    runs.receive("5")
    assert runs.questions.open_in(THREAD) == []
    assert runs.questions.open_of(run.run_id) is None
    assert runs.questions.get(question.id) == (question, "answered", "console:local:admin")
    assert runs.questions.latest_of(run.run_id) == (question, "answered")


def test_what_was_never_asked_is_not_known(runs: Runs) -> None:
    assert runs.questions.get("question_none") is None
    assert runs.questions.latest_of("run_none") is None


def test_of_several_questions_of_a_run_the_latest_counts(runs: Runs) -> None:
    run, _ = runs.wait_for_answer()
    runs.receive("5")
    again = runs.claim()
    second = number_question(again).model_copy(update={"id": "question_second"})
    runs.store.keep(again, Outcome(RunState.WAITING, question=second), 0.0)
    runs.store.park(again, 2.0)
    assert runs.questions.latest_of(run.run_id) == (second, "open")
    assert runs.questions.open_in(THREAD) == [second]


def test_a_wanted_file_is_wanted_from_whom_it_was_asked(runs: Runs) -> None:
    run, question = runs.wait_for_answer()
    message = run.inbound
    assert runs.questions.wanted_by(message.actor) == []
    runs.receive("5")
    again = runs.claim()
    wanted = question.model_copy(
        update={
            "id": "question_file",
            "parameter": question.parameter.model_copy(update={"type": "file", "kind": "listing"}),
        }
    )
    runs.store.keep(again, Outcome(RunState.WAITING, question=wanted), 0.0)
    assert [each.question.id for each in runs.questions.wanted_by(message.actor)] == ["question_file"]
    stranger = message.actor.model_copy(update={"id": "bob"})
    assert runs.questions.wanted_by(stranger) == []
