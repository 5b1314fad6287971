"""A step that would end the process fails instead: ``sys.exit`` in a task stops the whole event loop."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


class ProcessEndedError(Exception):
    """A step called ``sys.exit``, or something that it used did."""


def staying(graph: "CompiledGraph") -> "CompiledGraph":
    """The graph; its steps raise ProcessEndedError where they raised SystemExit."""
    for node in graph.nodes.values():
        if callable(getattr(node.bound, "func", None)):
            _replace(node.bound, "func", _blocking)
        if callable(getattr(node.bound, "afunc", None)):
            _replace(node.bound, "afunc", _awaited)
    return graph


def _replace(runnable: Any, name: str, guard: Callable[[Any], Any]) -> None:
    setattr(runnable, name, guard(getattr(runnable, name)))


def _blocking(step: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(step)
    def run(*arguments: Any, **named: Any) -> Any:
        try:
            return step(*arguments, **named)
        except SystemExit as error:
            raise ProcessEndedError("a step called SystemExit") from error

    return run


def _awaited(step: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(step)
    async def run(*arguments: Any, **named: Any) -> Any:
        try:
            return await step(*arguments, **named)
        except SystemExit as error:
            raise ProcessEndedError("a step called SystemExit") from error

    return run
