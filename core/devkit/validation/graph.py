"""The graph: a fresh one on each call, without a checkpointer, of nodes that can be found by their names."""

import sys
from collections.abc import Callable, Iterator
from inspect import unwrap
from types import MethodType
from typing import TYPE_CHECKING, Any

from core.devkit.validation.finding import Finding, error, warning
from core.devkit.validation.state import check_state
from core.devkit.validation.subject import Subject
from core.registry.problem import reason

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


def check_graph(subject: Subject) -> Iterator[Finding]:
    """Build it twice, and look at its nodes and its state."""
    from langgraph.graph.state import CompiledStateGraph

    try:
        graph: Any = subject.workflow.get_compiled_graph()  # whatever it declares, it may return anything
        again = subject.workflow.get_compiled_graph()
    except (Exception, SystemExit) as refused:  # noqa: BLE001 - foreign code may raise anything
        yield error(f"The graph cannot be built: {reason(refused)}.", "Correct get_compiled_graph().")
        return
    if not isinstance(graph, CompiledStateGraph):
        yield error("get_compiled_graph() returns no compiled graph.", "End it with: return graph.compile()")
        return
    yield from _built(graph, again)
    yield from _nodes(graph)
    yield from check_state(graph)


def _built(graph: "CompiledGraph", again: object) -> Iterator[Finding]:
    """How it was compiled."""
    if graph is again:
        yield error(
            "get_compiled_graph() returns the same graph each time: runs would share it.",
            "Build a new one on each call.",
        )
    if graph.checkpointer not in {None, False}:
        yield error(
            "The graph has a checkpointer of its own, and the service's is not used.",
            "Compile it without one.",
        )


def _nodes(graph: "CompiledGraph") -> Iterator[Finding]:
    """Steps that nobody can name: progress, traces and caches know steps by their names."""
    for name, node in graph.builder.nodes.items():
        function = _function(node.runnable)
        if function is not None and not _is_importable(function):
            yield warning(
                f"The step '{name}' is a function that cannot be imported by its name.",
                "Write it as a function of a module.",
            )


def _function(runnable: Any) -> Callable[..., Any] | None:
    """What a node calls; None for what is no function, as a graph in a graph."""
    found = getattr(runnable, "func", None) or getattr(runnable, "afunc", None)
    return unwrap(found) if callable(found) else None


def _is_importable(function: Any) -> bool:
    """Whether module and name lead to something: the function, or what a decorator has made of it."""
    if isinstance(function, MethodType):
        function = type(function.__self__)
    place: Any = sys.modules.get(getattr(function, "__module__", ""))
    for part in getattr(function, "__qualname__", type(function).__qualname__).split("."):
        place = getattr(place, part, None)
    return place is not None
