"""The JIL graph: read, parse, resolve, analyse, write."""

from itertools import pairwise
from typing import TYPE_CHECKING

from langgraph.graph import END, START, StateGraph

from workflows.jil_parser import nodes
from workflows.jil_parser.state import JILParserState

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph

STEPS = (nodes.read, nodes.parse, nodes.resolve, nodes.analyse, nodes.write)


def build_graph() -> "CompiledGraph":
    """A fresh graph; its steps are the lines people see on the progress card."""
    graph = StateGraph(JILParserState)
    for step in (*STEPS, nodes.explain_condition):
        graph.add_node(step.__name__, step)
    graph.add_conditional_edges(START, nodes.first_step, ["read", "explain_condition"])
    for before, after in pairwise(STEPS):
        graph.add_edge(before.__name__, after.__name__)
    graph.add_edge("write", END)
    graph.add_edge("explain_condition", END)
    return graph.compile(name="jil_parser")
