"""What a node's chat model writes is passed on while it is written."""

from typing import Any

from langchain_core.language_models import GenericFakeChatModel
from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from core.tools.answer_stream import stream_answer


class State(TypedDict):
    text: str


def write(state: State) -> State:
    model = GenericFakeChatModel(messages=iter(["All is well."]))
    for chunk in model.stream("How is the ledger?"):
        stream_answer(chunk.text)
        state = {"text": state["text"] + chunk.text}
    return state


def test_outside_a_run_nothing_happens() -> None:
    assert write({"text": ""}) == {"text": "All is well."}


async def test_inside_a_run_the_chunks_are_streamed() -> None:
    graph = StateGraph(State)
    graph.add_node("write", write)
    graph.add_edge(START, "write")
    graph.add_edge("write", END)
    events: list[Any] = [each async for each in graph.compile().astream({"text": ""}, stream_mode="custom")]
    assert len(events) > 1
    assert "".join(event["answer"] for event in events) == "All is well."
