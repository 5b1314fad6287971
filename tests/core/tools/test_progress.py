"""A node can tell how far it is; outside a run nobody listens."""

from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from core.tools.progress import report_progress


class State(TypedDict):
    done: bool


def work(state: State) -> State:
    report_progress("half way")
    return {"done": not state["done"]}


def test_outside_a_run_nothing_happens() -> None:
    report_progress("half way")
    assert work({"done": False}) == {"done": True}


async def test_inside_a_run_the_detail_is_streamed() -> None:
    graph = StateGraph(State)
    graph.add_node("work", work)
    graph.add_edge(START, "work")
    graph.add_edge("work", END)
    compiled = graph.compile()
    parts = [part async for part in compiled.astream({"done": False}, stream_mode=["tasks", "custom"])]
    begun, said = [part[1] for part in parts if isinstance(part, tuple)][:2]
    assert said == {"detail": "half way", "step": begun["id"]}
