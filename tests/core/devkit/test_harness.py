"""Running a workflow on a bench of its own, with mocks in place of models and tools."""

import asyncio
import gc
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import pytest

from core.devkit import WorkflowTestHarness
from core.devkit.fake_bedrock import FakeBedrock
from core.devkit.fake_s3 import FakeS3
from tests.core.devkit.workflows import LEDGER, Nodes, State, done


def test_invoke_gives_the_final_state_in_the_format_of_the_contract() -> None:
    harness = WorkflowTestHarness(Nodes(done))
    result = harness.workflow.invoke({"query": "read it"})
    assert result["success"] is True
    assert harness.assert_output_format(result).metadata["workflow_name"] == "ledger_reader"
    harness.close()


def test_the_workflow_is_still_the_workflow() -> None:
    with WorkflowTestHarness(Nodes(done)) as harness:
        assert harness.workflow.get_metadata().name == "ledger_reader"
        assert harness.workflow.get_compiled_graph().invoke({"input": "x"})["success"] is True
        assert harness.workflow._nodes == (done,)  # noqa: SLF001 - what the class itself has is within reach


def test_what_the_input_leaves_out_is_filled_in_as_the_service_does() -> None:
    seen = list[State]()

    def look(state: State) -> State:
        seen.append(state)
        return {"output": "x"}

    with WorkflowTestHarness(Nodes(look)) as harness:
        harness.workflow.invoke({"query": "read it"})
        harness.workflow.invoke({"input": "read it", "workflow_name": "other"})
    assert seen[0]["input"] == seen[0]["query"] == seen[1]["query"] == "read it"
    assert seen[0]["workflow_name"] == "ledger_reader"
    assert seen[1]["workflow_name"] == "other"
    assert seen[0]["context"]["new_inputs"] is True


async def test_what_the_test_has_set_around_it_holds_inside() -> None:
    around = ContextVar("around", default="nothing")

    def look(_state: State) -> State:
        return {"output": around.get()}

    around.set("something")
    with WorkflowTestHarness(Nodes(look)) as harness:
        assert harness.workflow.invoke({})["output"] == "something"


async def test_both_ways_work_where_a_loop_runs_and_with_nodes_that_await() -> None:
    async def wait(_state: State) -> State:
        await asyncio.sleep(0)
        return {"output": "waited"}

    with WorkflowTestHarness(Nodes(wait)) as harness:
        assert harness.workflow.invoke({})["output"] == "waited"
        assert (await harness.workflow.ainvoke({}))["output"] == "waited"
        assert (await harness.atrace_execution({})).step_names == ["wait"]
        assert (await harness.ameasure_performance([{}])).count == 1


def test_files_are_given_as_if_attached_and_what_is_made_is_found(tmp_path: Path) -> None:
    def copy(state: State) -> State:
        from core.tools.input_files import read_input_files
        from core.tools.workspace import save_artifact

        (file,) = read_input_files(state["ledger"])
        saved = save_artifact("copy.txt", file.data, kind="copy", created_by="copy", parents=state["ledger"])
        return {"success": True, "result": file.name, "artifacts": [saved]}

    (tmp_path / "day.led").write_text("1 2 3")
    with WorkflowTestHarness(Nodes(copy, inputs=[LEDGER])) as harness:
        for given in (tmp_path / "day.led", [str(tmp_path / "day.led")]):
            result = harness.workflow.invoke({"ledger": given})
            assert harness.assert_output_format(result).result == "day.led"
        assert [artifact.name for artifact in harness.artifacts] == ["copy.txt", "copy.txt"]
        assert harness.content(result["artifacts"][0]) == "1 2 3"


@pytest.mark.parametrize(
    ("result", "sentence"),
    [
        ({}, "success: field required"),
        ({"success": True, "result": 5}, "result"),
        ({"success": True, "result": "x", "artifacts": [5]}, "artifacts.0"),
        ({"success": True, "result": "x", "answer": {"finding": " "}}, "answer.finding"),
        ({"__interrupt__": ["x"], "success": True, "result": "x"}, "asked a person"),
    ],
)
def test_what_breaks_the_contract_is_said(result: dict[str, Any], sentence: str) -> None:
    with WorkflowTestHarness(Nodes(done)) as harness, pytest.raises(AssertionError, match=sentence):
        harness.assert_output_format(result)


def test_its_folder_goes_away_with_it() -> None:
    harness = WorkflowTestHarness(Nodes(done))
    folder = harness._workbench.folder  # noqa: SLF001 - nobody else sees it
    assert folder.is_dir()
    del harness
    gc.collect()
    assert not folder.exists()


def ask_bedrock(state: State) -> State:
    from core.tools.bedrock_client import BedrockClient

    return {"output": BedrockClient().invoke(f"say {state['input']}")}


def stream_bedrock(_state: State) -> State:
    from core.tools.bedrock_client import BedrockClient

    pieces = list(BedrockClient().stream("say it"))
    return {"output": "".join(pieces), "numbers": [len(pieces)]}


def ask_langchain(state: State) -> State:
    from langchain_aws import ChatBedrockConverse

    model = ChatBedrockConverse(model_id="anthropic.claude-sonnet-4-20250514-v1:0", region_name="us-east-1")
    return {"output": model.invoke(state["input"]).text}


async def stream_langchain(state: State) -> State:
    from langchain_aws import ChatBedrockConverse

    model = ChatBedrockConverse(model_id="anthropic.claude-sonnet-4-20250514-v1:0", region_name="us-east-1")
    pieces = [piece.text async for piece in model.astream(state["input"])]
    return {"output": "".join(pieces), "numbers": [len(pieces)]}


@pytest.mark.parametrize("node", [ask_bedrock, stream_bedrock, ask_langchain, stream_langchain])
def test_responses_stand_in_for_a_model_however_it_is_asked(node: Any) -> None:
    with WorkflowTestHarness(Nodes(node)) as harness:
        mock = harness.mock_llm(["  two words ", "three more words"])
        assert [harness.workflow.invoke({"input": "it"})["output"] for _ in range(2)] == [
            "  two words ",
            "three more words",
        ]
        assert len(mock.asked) == 2


@pytest.mark.parametrize("node", [stream_bedrock, stream_langchain])
def test_a_streamed_response_comes_in_pieces(node: Any) -> None:
    with WorkflowTestHarness(Nodes(node)) as harness:
        harness.mock_llm(["three small words"])
        assert harness.workflow.invoke({"input": "it"})["numbers"][0] >= 3


def test_a_message_can_call_tools_and_a_tool_gives_its_response() -> None:
    from langchain_core.messages import AIMessage
    from langchain_core.tools import tool

    @tool
    def row_count(table: str) -> int:
        """Count rows."""
        raise AssertionError(f"{table} is not counted here")

    def agent(state: State) -> State:
        from langchain_aws import ChatBedrockConverse

        model = ChatBedrockConverse(
            model_id="anthropic.claude-sonnet-4-20250514-v1:0", region_name="us-east-1"
        )
        said = model.bind_tools([row_count]).invoke(state["input"])
        answers = [row_count.invoke(call) for call in said.tool_calls]
        return {"output": [answer.content for answer in answers]}

    called = [{"name": "row_count", "args": {"table": "GL"}, "id": "1"}]
    with WorkflowTestHarness(Nodes(agent)) as harness:
        harness.mock_llm([AIMessage(content="", tool_calls=called)])
        tools = harness.mock_tools({"row_count": lambda table: f"{table} has 5"})
        assert harness.workflow.invoke({"input": "how many?"})["output"] == ["GL has 5"]
        assert [(call.name, call.options) for call in tools.calls] == [("row_count", {"table": "GL"})]


def test_too_few_responses_fail_the_test_also_where_the_workflow_goes_on_without() -> None:
    def careless(state: State) -> State:
        try:
            return ask_bedrock(state)
        except Exception:  # noqa: BLE001 - the point
            return {"output": "without a model"}

    for node in (ask_bedrock, careless):
        with WorkflowTestHarness(Nodes(node)) as harness:
            harness.mock_llm([])
            with pytest.raises(AssertionError, match="asked 1 times, and there are 0"):
                harness.workflow.invoke({"input": "it"})


def test_an_exception_among_the_responses_is_raised() -> None:
    with WorkflowTestHarness(Nodes(ask_bedrock)) as harness:
        harness.mock_llm([TimeoutError("too slow")])
        with pytest.raises(TimeoutError):
            harness.workflow.invoke({"input": "it"})


def test_without_a_mock_there_is_no_model_and_no_call() -> None:
    with WorkflowTestHarness(Nodes(ask_bedrock)) as harness:
        assert "No model is set up" in str(harness.trace_execution({"input": "it"}).error)


def test_mocks_end_with_the_run() -> None:
    from langchain_core.language_models.chat_models import BaseChatModel

    from core.tools.s3_operations import S3Operations

    before = BaseChatModel.invoke, S3Operations.read_text
    with WorkflowTestHarness(Nodes(done)) as harness:
        harness.mock_llm(["x"])
        harness.mock_tools({"S3Operations": FakeS3()})
        harness.workflow.invoke({})
    assert (BaseChatModel.invoke, S3Operations.read_text) == before


def read_s3(state: State) -> State:
    from core.tools.s3_operations import S3Operations

    return {"output": S3Operations("day").read_json(state["input"])}


@pytest.mark.parametrize(
    "responses",
    [
        {"S3Operations": FakeS3({"a.json": '{"rows": 5}'})},
        {"S3Operations.read_json": {"rows": 5}},
        {"S3Operations.read_json": lambda key: {"rows": len(key) - 1}},
    ],
)
def test_a_fake_or_a_response_stands_in_for_a_tool_of_the_kit(responses: dict[str, Any]) -> None:
    with WorkflowTestHarness(Nodes(read_s3)) as harness:
        tools = harness.mock_tools(responses)
        assert harness.workflow.invoke({"input": "a.json"})["output"] == {"rows": 5}
        assert [(call.name, call.arguments) for call in tools.calls] == [
            ("S3Operations.read_json", ("a.json",))
        ]


def test_a_fake_model_stands_in_for_the_client() -> None:
    with WorkflowTestHarness(Nodes(ask_bedrock)) as harness:
        harness.mock_tools({"BedrockClient": FakeBedrock(["hello"])})
        assert harness.workflow.invoke({"input": "it"})["output"] == "hello"


def test_an_exception_as_a_response_is_raised() -> None:
    with WorkflowTestHarness(Nodes(read_s3)) as harness:
        harness.mock_tools({"S3Operations.read_json": OSError("gone")})
        with pytest.raises(OSError, match="gone"):
            harness.workflow.invoke({"input": "a.json"})


def test_a_method_that_the_kit_does_not_have_is_refused() -> None:
    with (
        WorkflowTestHarness(Nodes(done)) as harness,
        pytest.raises(ValueError, match=r"no fetch; it has .*read"),
    ):
        harness.mock_tools({"S3Operations.fetch": 1})
