"""A composition as a compiled LangGraph: every workflow a node of its own."""

from functools import partial
from typing import TYPE_CHECKING, Any

from langgraph.graph import END, START, StateGraph

from core.composition.checking import checked_metadata
from core.composition.gathering import gathered
from core.composition.plan import Plan
from core.composition.report import finished
from core.composition.routing import FINISH, after
from core.composition.state import state_of
from core.composition.task_node import node_of
from core.registry.source import Known

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


def compiled(plan: Plan, known: Known) -> "CompiledGraph":
    """The graph, without a checkpointer: inside a run it gets the run's, and each step is written down.

    Raises UserFacingError where the plan cannot be.
    """
    inputs = tuple(each.name for each in checked_metadata(plan, known).required_inputs)
    graph: StateGraph[Any, Any, Any, Any] = StateGraph(state_of(inputs))
    ends = [_add_step(graph, plan, number, inputs, known) for number in range(len(plan.steps))]
    for number, end in enumerate([START, *ends], -1):
        graph.add_conditional_edges(end, partial(after, plan, number, inputs), _following(plan, number))
    graph.add_node(FINISH, partial(finished, plan))
    graph.add_edge(FINISH, END)
    return graph.compile(name=plan.name)


def _add_step(
    graph: "StateGraph[Any, Any, Any, Any]", plan: Plan, number: int, inputs: tuple[str, ...], known: Known
) -> str:
    """Add the nodes of a step; the one with which it ends."""
    step = plan.steps[number]
    alone = number if len(step.tasks) == 1 else None
    for task in step.tasks:
        graph.add_node(task.label, node_of(plan, task, inputs, known, alone))
    if alone is not None:
        return step.tasks[0].label
    gather = f"gather step {number + 1}"
    graph.add_node(gather, partial(gathered, plan, number))
    graph.add_edge([task.label for task in step.tasks], gather)
    return gather


def _following(plan: Plan, number: int) -> list[str]:
    """The nodes that can come after a step."""
    return [*(task.label for step in plan.steps[number + 1 :] for task in step.tasks), FINISH]
