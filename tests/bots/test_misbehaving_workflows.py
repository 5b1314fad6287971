"""Workflows that misbehave: the bot stays up, the person gets a sentence, the log has the cause."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from core.orchestrator.invocation import MOST_STEPS
from core.runs.run import Run, RunState
from tests.house import House, open_house
from tests.sample_workflows import gate, write_greeter

SOURCE = """
    from typing import Any
    from typing_extensions import TypedDict

    from core.base_workflow import BaseWorkflow, WorkflowMetadata


    class State(TypedDict, total=False):
        input: str
        success: Any
        result: Any
        metadata: Any
        artifacts: Any
        errors: Any
        answer: Any


    def first(state: State) -> Any:
        {first}
        return {{}}


    {kind} second(state: State) -> Any:
        {second}
        return {end}


    class Rogue(BaseWorkflow):
        def get_metadata(self) -> WorkflowMetadata:
            return WorkflowMetadata(name="rogue", description="Does what it should not")

        def get_compiled_graph(self) -> Any:
            from langgraph.graph import END, START, StateGraph

            graph = StateGraph(State)
            graph.add_node("first", first)
            graph.add_node("second", second)
            graph.add_edge(START, "first")
            graph.add_edge("first", "second")
            graph.add_edge("second", "{after}" if "{after}" else END)
            return graph.compile()
"""
GOOD = "{'success': True, 'result': 'Done.'}"
UNEXPECTED = "Something went wrong on my side"


def write_rogue(tmp_path: Path, **parts: str) -> None:
    """The workflow that misbehaves, and another one, with which it is seen that the bot is still there."""
    said = {"first": "pass", "second": "pass", "kind": "def", "end": GOOD, "after": ""} | parts
    folder = tmp_path / "workflows" / "rogue"
    folder.mkdir(parents=True)
    (folder / "workflow.py").write_text(dedent(SOURCE).format(**said))
    write_greeter(tmp_path / "workflows", "honest")


async def last_post(house: House, run: Run) -> str:
    """What the person is told at the end of a run; the bot goes on after it."""
    assert (await house.ask("/dataops honest")).state is RunState.ANSWERED
    return house.posts(run)[-1]


@pytest.mark.parametrize("node", ["first", "second"])
@pytest.mark.parametrize("kind", ["def", "async def"])
@pytest.mark.parametrize("raised", ["ValueError", "MemoryError", "RecursionError", "SystemExit"])
async def test_one_that_raises_in_any_step_is_a_sentence_and_a_cause_in_the_log(
    tmp_path: Path, node: str, kind: str, raised: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rogue(tmp_path, kind=kind, **{node: f"raise {raised}('token=hunter2')"})
    async with open_house(tmp_path) as house:
        failed = await house.ask("/dataops rogue")
        assert failed.state is RunState.FAILED
        told = await last_post(house, failed)
        assert UNEXPECTED in told
        assert "hunter2" not in told
    logged = capsys.readouterr().out
    assert "run_failed_unexpectedly" in logged
    assert raised in logged


async def test_one_that_goes_round_for_ever_is_stopped_after_many_steps(tmp_path: Path) -> None:
    write_rogue(tmp_path, after="first")
    async with open_house(tmp_path) as house:
        failed = await house.ask("/dataops rogue")
        assert f"rogue does not come to an end: it took {MOST_STEPS:,} steps" in await last_post(
            house, failed
        )


async def test_one_that_never_leaves_its_step_is_stopped_when_the_time_is_up(tmp_path: Path) -> None:
    write_rogue(tmp_path, second=gate(tmp_path / "over"))
    async with open_house(tmp_path, workflow_timeout=0.3) as house:
        failed = await house.ask("/dataops rogue")
        (tmp_path / "over").touch()
        assert "This took longer than 0.3 seconds" in house.posts(failed)[-1]


async def test_one_that_waits_for_ever_is_stopped_when_the_time_is_up(tmp_path: Path) -> None:
    write_rogue(tmp_path, kind="async def", second="import asyncio; await asyncio.Event().wait()")
    async with open_house(tmp_path, workflow_timeout=0.3) as house:
        failed = await house.ask("/dataops rogue")
        assert "This took longer than 0.3 seconds" in house.posts(failed)[-1]


SHAPES = {
    "nothing": "{}",
    "no state": "7",
    "unknown key": "{'answer_': 1}",
    "no success": "{'result': 'x'}",
    "success in words": "{'success': 'perhaps', 'result': 'x'}",
    "a result that is a number": "{'success': True, 'result': 5}",
    "metadata that is a list": "{'success': True, 'result': 'x', 'metadata': [1]}",
    "artifacts that are a word": "{'success': True, 'result': 'x', 'artifacts': 'a'}",
    "an answer without a finding": "{'success': True, 'result': 'x', 'answer': {'details': 'x'}}",
    "an answer that says nothing": "{'success': True, 'result': 'x', 'answer': {'finding': ' '}}",
}


@pytest.mark.parametrize("shape", SHAPES)
async def test_one_that_returns_a_wrong_shape_is_told_to_its_author(tmp_path: Path, shape: str) -> None:
    write_rogue(tmp_path, end=SHAPES[shape])
    async with open_house(tmp_path) as house:
        failed = await house.ask("/dataops rogue")
        assert failed.state is RunState.FAILED
        told = await last_post(house, failed)
        assert "without a valid response; tell its author" in told or UNEXPECTED in told


ODD: dict[str, Any] = {
    "something that is no data": "{'success': True, 'result': {'x': object()}}",
    "half a character": "{'success': True, 'result': chr(0xD800) + 'x'}",
    "a circle": "{'success': True, 'result': (lambda d: d.setdefault('me', d))({})}",
    "no number": "{'success': True, 'result': {'x': float('nan'), 'y': 10**400, 'summary': ' '}}",
    "no number to show": "{'success': True, 'answer': {'finding': 'x', 'numbers': {'x': 1e999}}}",
}


@pytest.mark.parametrize("shape", ODD)
async def test_one_that_returns_something_odd_does_not_take_the_bot_down(tmp_path: Path, shape: str) -> None:
    write_rogue(tmp_path, end=ODD[shape])
    async with open_house(tmp_path) as house:
        run = await house.ask("/dataops rogue")
        assert run.state in (RunState.FAILED, RunState.ANSWERED)
        assert await last_post(house, run)


@pytest.mark.parametrize(
    "field", ["'artifacts': ['artifact_nobody']", "'answer': {'finding': 'x', 'picture': 'y'}"]
)
async def test_one_that_names_a_file_that_is_not_there_is_told_to_its_author(
    tmp_path: Path, field: str
) -> None:
    write_rogue(tmp_path, end=f"{{'success': True, 'result': 'x', {field}}}")
    async with open_house(tmp_path) as house:
        failed = await house.ask("/dataops rogue")
        assert "rogue names a file that it did not save" in await last_post(house, failed)


async def test_what_one_prints_does_not_reach_the_thread(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    write_rogue(
        tmp_path, second="import sys; print('token=hunter2'); print('token=hunter3', file=sys.stderr)"
    )
    async with open_house(tmp_path) as house:
        run = await house.ask("/dataops rogue")
        assert run.state is RunState.ANSWERED
        assert "hunter" not in "\n".join(house.posts(run))
        assert "hunter" not in "\n".join(house.printed)
    assert "hunter2" in capfd.readouterr().out


async def test_a_file_that_one_writes_by_itself_is_not_delivered(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    write_rogue(tmp_path, second=f"open({str(elsewhere)!r}, 'w').close()")
    async with open_house(tmp_path) as house:
        run = await house.ask("/dataops rogue")
        assert run.outcome is not None
        assert run.outcome.response is not None
        assert run.outcome.response.artifacts == []
        assert elsewhere.exists()
        assert not (tmp_path / "out").exists()
