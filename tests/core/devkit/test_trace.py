"""What a trace says of a run."""

import asyncio
from itertools import count
from typing import Any

import pytest
from langgraph.config import get_stream_writer

from core.base_workflow import WorkflowInputParameter
from core.devkit import WorkflowTestHarness
from core.devkit.trace import ExecutionTrace, traced
from tests.core.devkit.workflows import Nodes, State, done


def tell(_state: State) -> State:
    from core.tools.progress import report_progress

    report_progress("1 of 2")
    report_progress("2 of 2")
    return {"numbers": [1]}


def trace(*nodes: Any, **given: Any) -> ExecutionTrace:
    with WorkflowTestHarness(Nodes(*nodes)) as harness:
        return harness.trace_execution(given)


def test_steps_stand_in_their_order_with_what_they_got_and_changed() -> None:
    found = trace(tell, done, query="read it")
    assert found.step_names == ["tell", "done"]
    assert found.step("tell").before["input"] == "read it"
    assert found.step("tell").changes == {"numbers": [1]}
    assert found.step("done").before["numbers"] == [1]
    assert found.result["success"] is True
    assert found.error is None


def test_what_was_said_is_there_in_order_and_by_its_step() -> None:
    found = trace(tell, done)
    assert found.events == [{"detail": "1 of 2"}, {"detail": "2 of 2"}]
    assert found.step("tell").events == found.events
    assert found.step("done").events == []


async def test_times_are_those_of_the_clock() -> None:
    ticks = count()
    graph = Nodes(tell, done).get_compiled_graph()
    found = await traced(graph, {"input": "x"}, clock=lambda: float(next(ticks)))
    assert [step.seconds for step in found.steps] == [1.0, 1.0]
    assert found.seconds == 5.0


def test_a_failure_stands_in_the_trace_at_its_step() -> None:
    def fail(_state: State) -> State:
        raise ValueError("a secret\nof two lines")

    found = trace(tell, fail, done)
    assert isinstance(found.error, ValueError)
    assert found.step_names == ["tell", "fail"]
    assert found.step("fail").error.startswith("ValueError: a secret")
    assert found.result["numbers"] == [1]
    assert str(found).splitlines()[-1].startswith("failed: a secret of two lines after ")


def test_a_failed_assertion_of_the_test_is_raised() -> None:
    def fail(_state: State) -> State:
        raise AssertionError("wrong")

    with pytest.raises(AssertionError, match="wrong"):
        trace(fail)


def test_a_question_is_there_and_the_run_waits() -> None:
    def ask(_state: State) -> State:
        from core.tools.questions import ask_person

        return {"output": ask_person(WorkflowInputParameter(name="sure", description="it", prompt="Sure?"))}

    found = trace(tell, ask, done)
    assert found.step_names == ["tell", "ask"]
    assert [asked["parameter"]["prompt"] for asked in found.questions] == ["Sure?"]
    assert found.step("ask").seconds is None
    assert "waits for an answer" in str(found)


def test_nested_graphs_show_where_their_steps_ran() -> None:
    found = trace(Nodes(tell).get_compiled_graph(), done)
    assert [(step.name, step.path) for step in found.steps] == [
        ("nested", ()),
        ("tell", ("nested",)),
        ("done", ()),
    ]
    assert "\n  tell  " in str(found)


def test_what_each_of_several_steps_side_by_side_says_is_its_own() -> None:
    async def left(state: State) -> State:
        await asyncio.sleep(0)
        return tell(state)

    async def right(state: State) -> State:
        await asyncio.sleep(0)
        get_stream_writer()("nobody knows whose words these are")
        return tell(state)

    found = trace((left, right), done)
    assert sorted(found.step_names) == ["done", "left", "right"]
    assert len(found.events) == 5
    assert (
        found.step("left").events
        == found.step("right").events
        == [{"detail": "1 of 2"}, {"detail": "2 of 2"}]
    )
    assert found.result["numbers"] == [1, 1]


def test_an_unknown_step_is_named_with_those_there_were() -> None:
    with pytest.raises(AssertionError, match="'other'; there were tell, done"):
        trace(tell, done).step("other")


def test_its_text_holds_nothing_that_no_person_sees() -> None:
    def odd(_state: State) -> State:
        return {"output": "\x1b[31m\u202ered\ud800"}

    assert all(line.isprintable() for line in str(trace(odd)).splitlines())
