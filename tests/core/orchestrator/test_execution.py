"""What a run tells on its way: steps, how far they are, and the words of its answer."""

import asyncio
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.config import get_stream_writer
from langgraph.graph import END, START, StateGraph
from langgraph.types import Send
from typing_extensions import TypedDict

from core.orchestrator.execution import AnswerChunk, Event, GraphRun, StepEvent
from core.tools.answer_stream import stream_answer
from core.tools.progress import report_progress


class State(TypedDict):
    text: str


def write(state: State) -> State:
    report_progress("half way")
    for word in ("All ", "is ", "well."):
        stream_answer(word)
    return {"text": f"{state['text']}All is well."}


def outer(workflow: Any) -> Any:
    """A graph as the orchestrator is one: its own nodes are no steps, and their words no answers."""

    async def invoke(state: State) -> State:
        stream_answer("nobody's words")
        result: State = await workflow.ainvoke(state)
        return result

    return compiled("invoke", invoke, InMemorySaver())


def compiled(name: str, node: Any, saver: InMemorySaver | None = None) -> Any:
    graph = StateGraph(State)
    graph.add_node(name, node)
    graph.add_edge(START, name)
    graph.add_edge(name, END)
    return graph.compile(checkpointer=saver)


async def told(*, live: bool) -> list[Event]:
    events: list[Event] = []
    run = GraphRun(outer(compiled("write", write)), "run_1", events.append)
    end = await run.go_on({"text": ""}, {}, live=live)
    assert end.values["text"] == "All is well."
    return events


async def test_the_words_of_a_workflow_come_between_the_beginning_and_the_end_of_its_step() -> None:
    events = await told(live=True)
    assert [event.text for event in events if isinstance(event, AnswerChunk)] == ["All ", "is ", "well."]
    steps = [(event.state, event.detail) for event in events if isinstance(event, StepEvent)]
    assert steps == [("running", ""), ("running", "half way"), ("done", "")]
    assert isinstance(events[-1], StepEvent)


async def test_steps_side_by_side_say_each_its_own_and_none_begins_again_once_it_is_over() -> None:
    def deal_out(_: State) -> list[Send]:
        return [Send("read", {"text": name}) for name in "abc"]

    async def read(state: State) -> None:
        for _ in range(ord("d") - ord(state["text"])):  # the first one ends last
            await asyncio.sleep(0)
            report_progress(state["text"])

    graph = StateGraph(State)
    graph.add_node("read", read)
    graph.add_conditional_edges(START, deal_out, ["read"])
    events: list[Event] = []
    await GraphRun(outer(graph.compile()), "run_1", events.append).go_on({"text": ""}, {}, live=True)
    steps = [event for event in events if isinstance(event, StepEvent)]
    told = {step.id: [each.detail or each.state for each in steps if each.id == step.id] for step in steps}
    assert sorted(told.values()) == [
        ["running", "a", "a", "a", "done"],
        ["running", "b", "b", "done"],
        ["running", "c", "done"],
    ]


async def test_without_live_steps_nothing_is_told() -> None:
    assert await told(live=False) == []


@pytest.mark.parametrize(
    ("details", "chunks"),
    [
        ("All is well.", ["All ", "is ", "well.", " That is good."]),
        ("All is well. Very.", ["All ", "is ", "well.", " Very. That is good."]),
        ("Nothing is.", ["All ", "is ", "well."]),
    ],
)
async def test_what_explains_an_answer_goes_out_behind_its_details(details: str, chunks: list[str]) -> None:
    def explain(state: State) -> State:
        get_stream_writer()({"explanation": " That is good.", "after": details})
        return {"text": ""}

    graph = StateGraph(State)
    graph.add_node("work", compiled("write", write))
    graph.add_node("explain", explain)
    graph.add_edge(START, "work")
    graph.add_edge("work", "explain")
    events: list[Event] = []
    run = GraphRun(graph.compile(checkpointer=InMemorySaver()), "run_1", events.append)
    await run.go_on({"text": ""}, {}, live=True)
    assert [event.text for event in events if isinstance(event, AnswerChunk)] == chunks
