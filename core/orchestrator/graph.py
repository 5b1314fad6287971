"""The orchestrator as a compiled LangGraph."""

from functools import partial
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import RunnableLambda
from langgraph.graph import END, START, StateGraph

from core.orchestrator.collection import collect_parameters
from core.orchestrator.detection import detect_intent, next_node
from core.orchestrator.explanation import explain_answer
from core.orchestrator.formatting import format_response
from core.orchestrator.invocation import invoke_workflow, invoke_workflow_blocking
from core.orchestrator.replies import after_clarifying, answer_directly, clarify
from core.orchestrator.services import Services
from core.orchestrator.state import OrchestratorState
from core.orchestrator.thread_talk import answer_from_thread

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver

    from core.base_workflow import CompiledGraph


def build_orchestrator(
    services: Services, checkpointer: "BaseCheckpointSaver[Any] | None" = None
) -> "CompiledGraph":
    """Intent, parameters, workflow, response. With a checkpointer a run survives the process."""
    graph = StateGraph(OrchestratorState)
    nodes = (detect_intent, answer_directly, answer_from_thread, clarify, collect_parameters, format_response)
    for node in nodes:
        graph.add_node(node.__name__, partial(node, services))
    graph.add_node("invoke_workflow", _both_ways(services))
    graph.add_edge(START, "detect_intent")
    graph.add_conditional_edges(
        "detect_intent", next_node, ["collect_parameters", "answer_directly", "answer_from_thread", "clarify"]
    )
    graph.add_conditional_edges("clarify", after_clarifying, ["collect_parameters", "format_response"])
    graph.add_edge("collect_parameters", "invoke_workflow")
    graph.add_edge("invoke_workflow", "format_response")
    graph.add_edge("answer_directly", "format_response")
    graph.add_edge("answer_from_thread", "format_response")
    graph.add_edge("format_response", _last(graph, services))
    return graph.compile(checkpointer=checkpointer, name="orchestrator")


def _last(graph: StateGraph[OrchestratorState], services: Services) -> str:
    """What stands behind the formatted response: an explanation where there is a model, else the end."""
    if services.model is None or not services.explains:
        return END
    graph.add_node(explain_answer.__name__, partial(explain_answer, services))
    graph.add_edge(explain_answer.__name__, END)
    return explain_answer.__name__


def _both_ways(services: Services) -> RunnableLambda[OrchestratorState, OrchestratorState]:
    """The workflow node for callers with and without an event loop."""
    return RunnableLambda(
        partial(invoke_workflow_blocking, services),
        afunc=partial(invoke_workflow, services),
        name="invoke_workflow",
    )
