"""LangGraph by itself: as many nodes as the orchestrator passes through, a workflow's graph inside of one."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

    from core.base_workflow import CompiledGraph

NODES = ("detect_intent", "collect_parameters", "invoke_workflow", "format_response")


class _State(TypedDict):
    text: str


def bare_graph(saver: "BaseCheckpointSaver[Any]") -> "CompiledGraph":
    """Nodes in a row that hand on one short text, the third of them a graph of one node."""
    graph: CompiledGraph = _row(*NODES, invoke_workflow=_row("greet").compile()).compile(checkpointer=saver)
    return graph


async def invoke(graph: "CompiledGraph", text: str) -> None:
    """One run from start to end, as the service runs its own."""
    config: Any = {"configurable": {"thread_id": uuid4().hex}}
    await graph.ainvoke({"text": text}, config, durability="async")


def _row(*names: str, **graphs: Any) -> Any:
    graph = StateGraph(_State)
    for name in names:
        graph.add_node(name, graphs.get(name, _hand_on))
    for before, after in pairwise([START, *names, END]):
        graph.add_edge(before, after)
    return graph


async def _hand_on(state: _State) -> _State:
    return {"text": state["text"]}
