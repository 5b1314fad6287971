"""A whole conversation about one workflow, without a door and without a network."""

from pathlib import Path
from typing import Any

import pytest
from typing_extensions import TypedDict

from core.base_workflow import WorkflowInputParameter
from core.decorators import with_session_context
from core.devkit import WorkflowTestHarness
from core.errors import UserFacingError
from core.runs.run import RunState
from tests.core.devkit.workflows import LEDGER, Nodes, State, done


def count(state: State) -> State:
    from core.tools.input_files import read_input_files
    from core.tools.workspace import save_artifact

    (file,) = read_input_files(state["ledger"])
    saved = save_artifact("count.txt", "3", kind="count", created_by="count", parents=state["ledger"])
    finding = f"{len(file.data.split())} entries."
    return {"success": True, "result": "x", "artifacts": [saved], "answer": {"finding": finding}}


def asks(**fields: Any) -> Any:
    def ask(_state: State) -> State:
        from core.tools.questions import ask_person

        parameter = WorkflowInputParameter(name="value", description="it", prompt="Which value?", **fields)
        return {"output": repr(ask_person(parameter))}

    return Nodes(ask)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "day.led"
    path.write_text("1 2 3")
    return path


def test_a_missing_file_is_asked_for_and_the_run_goes_on_with_it(ledger: Path) -> None:
    with WorkflowTestHarness(Nodes(count, done, inputs=[LEDGER])) as harness:
        said = harness.say("read this ledger")
        assert said.question is not None
        assert (said.text, said.question.parameter.name) == ("Which ledger?", "ledger")
        assert said.outcome.state is RunState.WAITING
        said = harness.answer(ledger)
        assert said.text == "3 entries."
        assert (said.workflow, said.steps) == ("ledger_reader", ("count", "done"))
        assert [artifact.name for artifact in said.artifacts] == ["count.txt"]
        assert [artifact.name for artifact in harness.artifacts] == ["count.txt"]


async def test_an_attached_file_is_taken_and_remembered_for_what_is_said_next(ledger: Path) -> None:
    with WorkflowTestHarness(Nodes(count, inputs=[LEDGER])) as harness:
        assert (await harness.asay("read this ledger", files=[ledger])).text == "3 entries."
        again = await harness.asay("read this ledger")
        assert again.question is None
        assert again.text.startswith("3 entries.")


def test_a_file_is_in_the_thread_though_the_run_it_came_with_failed(ledger: Path) -> None:
    def first(state: State) -> State:
        if "badly" in state["input"]:
            raise ValueError
        return count(state)

    with WorkflowTestHarness(Nodes(first, inputs=[LEDGER])) as harness:
        assert harness.say("read this ledger badly", files=[ledger]).error is not None
        assert harness.say("read this ledger").text.startswith("3 entries.")


def test_words_that_are_nothing_for_it_do_not_reach_the_workflow() -> None:
    with WorkflowTestHarness(Nodes(done)) as harness:
        said = harness.say("tell me a joke about cats")
        assert (said.workflow, said.steps) == ("", ())
        assert "outside of what I can help with" in said.text


def test_what_a_form_gives_is_taken() -> None:
    def echo(state: State) -> State:
        return {"output": str(state["parameters"]["levels"])}

    levels = WorkflowInputParameter(name="levels", description="levels", type="integer")
    with WorkflowTestHarness(Nodes(echo, inputs=[levels])) as harness:
        assert harness.say("/dataops ledger-reader", given={"levels": "7"}).text == "7"


@pytest.mark.parametrize(
    ("fields", "answer", "value"),
    [
        ({"type": "integer"}, 5, "5"),
        ({"type": "integer"}, "5", "5"),
        ({"type": "boolean"}, True, "True"),
        ({"type": "boolean"}, "no", "False"),
        ({"type": "choice", "choices": {"red": [], "blue": []}}, "2", "'blue'"),
        ({}, "as typed", "'as typed'"),
    ],
)
def test_an_answer_is_read_as_a_person_would_give_it(fields: dict[str, Any], answer: Any, value: str) -> None:
    with WorkflowTestHarness(asks(**fields)) as harness:
        assert harness.say("read this ledger").text == "Which value?"
        assert harness.answer(answer).text == value


def test_what_is_no_answer_is_told_and_the_question_stays() -> None:
    with WorkflowTestHarness(asks(type="integer")) as harness:
        harness.say("read this ledger")
        with pytest.raises(ValueError, match="not a whole number"):
            harness.answer("many")
        assert harness.answer(5).text == "5"


def test_an_answer_without_a_question_is_a_mistake_of_the_test() -> None:
    with WorkflowTestHarness(Nodes(done)) as harness:
        harness.say("read this ledger")
        with pytest.raises(AssertionError, match="No question is open"):
            harness.answer("x")


def test_two_questions_side_by_side_are_answered_one_after_the_other() -> None:
    def ask(name: str) -> int:
        from core.tools.questions import ask_person

        value: int = ask_person(WorkflowInputParameter(name=name, description=name, type="integer"))
        return value

    def left(_state: State) -> State:
        return {"numbers": [ask("left")]}

    def right(_state: State) -> State:
        return {"numbers": [ask("right")]}

    def total(state: State) -> State:
        return {"output": str(sum(state["numbers"]))}

    with WorkflowTestHarness(Nodes((left, right), total)) as harness:
        assert harness.say("read this ledger").question is not None
        assert harness.answer(2).question is not None
        assert harness.answer(3).text == "5"


@pytest.mark.parametrize(
    ("decision", "text", "state"),
    [
        ("approve", "('harness:team:approver1', 'harness:team:approver2')", RunState.ANSWERED),
        ("decline", "Not approved: ", RunState.CANCELLED),
    ],
)
def test_an_approval_is_decided(decision: str, text: str, state: RunState) -> None:
    def deploy(_state: State) -> State:
        from core.tools.approvals import require_approval

        return {"output": str(require_approval("Deploy 3 tables", people=2))}

    with WorkflowTestHarness(Nodes(deploy)) as harness:
        assert harness.say("read this ledger").text == "Approval needed: `Deploy 3 tables`"
        said = harness.answer(decision)
        assert said.text.startswith(text)
        assert said.outcome.state is state


def test_a_failure_is_a_sentence_and_the_error_is_at_hand() -> None:
    def fail(state: State) -> State:
        if "for people" in state["input"]:
            raise UserFacingError("The ledger is empty.")
        raise ValueError("a secret")

    with WorkflowTestHarness(Nodes(fail)) as harness:
        said = harness.say("read this ledger for people")
        assert (said.text, said.outcome.state) == ("The ledger is empty.", RunState.FAILED)
        said = harness.say("read this ledger")
        assert "Something went wrong" in said.text
        assert "secret" not in said.text
        assert isinstance(said.error, ValueError)
        with pytest.raises(AssertionError, match="No question is open"):
            harness.answer("x")


@pytest.mark.parametrize("streams", [False, True])
def test_a_mocked_model_answers_the_workflow_with_the_rights_of_whoever_asked(streams: bool) -> None:  # noqa: FBT001
    def ask(_state: State) -> State:
        from core.tools.bedrock_client import BedrockClient

        client = BedrockClient()
        return {"output": "".join(client.stream("say it")) if streams else client.invoke("say it")}

    with WorkflowTestHarness(Nodes(ask)) as harness:
        assert "No model is set up here" in harness.say("read this ledger").text
        harness.mock_llm(["what a model says"])
        assert harness.say("read this ledger").text == "what a model says"
        with pytest.raises(AssertionError, match="asked 2 times, and there are 1"):
            harness.say("read this ledger")


def test_nothing_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ARTIFACT_BUCKET", "AWS_DYNAMODB_TABLE", "REDIS_HOST", "BEDROCK_MODEL_ID"):
        monkeypatch.setenv(name, "unreachable.invalid")
    monkeypatch.setenv("DATAOPS_LEASE_SECONDS", "no number")
    with WorkflowTestHarness(Nodes(done)) as harness:
        assert harness.say("read this ledger").text == "done"


def test_a_decorated_node_gets_what_the_thread_remembers() -> None:
    seen: list[Any] = []

    class Narrow(TypedDict):
        """All that the node asks for."""

        input: str

    @with_session_context
    def look(state: Narrow) -> State:
        seen.append(state)
        return {"output": "x"}

    levels = WorkflowInputParameter(name="levels", description="levels", type="integer", words=["levels"])
    with WorkflowTestHarness(Nodes(look, inputs=[levels])) as harness:
        harness.say("read this ledger within 3 levels")
        harness.say("and 5 levels?")
    assert seen[0]["run_id"] == "run_harness1"
    assert seen[-1]["context"]["remembered"] == {"levels": 3}
