from core.chat.inbound import Actor
from core.contracts import WorkflowResponse
from core.runs.run import Outcome, RunState
from tests.core.runs.runs import THREAD, Runs
from tests.house import inbound


def person(user: str) -> Actor:
    return inbound("x", user=user).actor


def test_a_persons_latest_runs_come_newest_first(runs: Runs) -> None:
    for text in ("1", "2", "3"):
        runs.inbox.receive(inbound(text, user="ada"))
    runs.inbox.receive(inbound("not hers", user="bob"))
    assert [run.inbound.text for run in runs.history.runs_of(person("ada"), 2)] == ["3", "2"]
    elsewhere = person("ada").model_copy(update={"tenant": "elsewhere"})
    assert runs.history.runs_of(elsewhere, 2) == []


def test_presses_are_no_runs_of_a_person_unless_they_try_again(runs: Runs) -> None:
    first = runs.inbox.receive(inbound("count", user="ada", thread=THREAD)).run_id
    for action in ("cancel", "steps", "retry"):
        press = {"kind": "action", "action": action, "value": first}
        runs.inbox.receive(inbound("", user="ada", thread=THREAD).model_copy(update=press))
    again, original = runs.history.runs_of(person("ada"), 10)
    assert (again.inbound.action, original.run_id) == ("retry", first)
    assert runs.history.asked(again).text == runs.history.asked(original).text == "count"


def test_only_runs_whose_answer_had_files_are_asked_for(runs: Runs) -> None:
    for files in ([], ["artifact_1"]):
        runs.inbox.receive(inbound(f"{len(files)} files", user="ada", thread=THREAD))
        response = WorkflowResponse(success=True, result="done", metadata={}, artifacts=files)
        runs.store.finish(runs.claim(), Outcome(RunState.ANSWERED, response))
    (found,) = runs.history.runs_of(person("ada"), 10, with_files=True)
    assert found.inbound.text == "1 files"


def test_a_run_that_cannot_be_read_does_not_hide_the_others(runs: Runs) -> None:
    runs.inbox.receive(inbound("good", user="ada"))
    for damage in ("'{'", "json_remove(inbound, '$.act')"):
        broken = runs.inbox.receive(inbound("bad", user="ada")).run_id
        runs.database.write(f"UPDATE runs SET inbound = {damage} WHERE run_id = ?", (broken,))  # noqa: S608 - both texts stand above
    assert [run.inbound.text for run in runs.history.runs_of(person("ada"), 10)] == ["good"]
