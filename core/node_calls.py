"""Putting something around a node: a function or a method, with or without ``async``."""

import asyncio
import inspect
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

Node = TypeVar("Node", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Call:
    """Call the node with this state; what it returns is sent back, what it raises is thrown in."""

    state: Any


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait so many seconds, without holding up an event loop."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Occasion:
    """One call of a node by the graph: the node's name, its state, and the object that it is a method of."""

    name: str
    state: Any
    owner: Any = None


Plan = Generator[Call | Pause, Any, Any]
"""What is done around a call, the same with and without ``async``; it returns what the graph gets."""


def around(node: Node, plan: Callable[[Occasion], Plan]) -> Node:
    """The node with a plan around it. Its signature stays: LangGraph gives it ``config`` and the like by it.

    Raises TypeError for what takes no state.
    """
    parameters = list(inspect.signature(node).parameters)
    place = 1 if parameters[:1] in (["self"], ["cls"]) else 0
    if len(parameters) <= place:
        raise TypeError(f"{getattr(node, '__name__', node)} is no node: it takes no state")
    given = _Given(node, place, parameters[place])
    wrapped = _awaiting(given, plan) if inspect.iscoroutinefunction(node) else _calling(given, plan)
    return wraps(node)(wrapped)  # type: ignore[return-value]  # wraps keeps the signature, not the type


def _awaiting(given: "_Given", plan: Callable[[Occasion], Plan]) -> Callable[..., Any]:
    """The way of a node with ``async``."""

    async def node(*arguments: Any, **options: Any) -> Any:
        work = plan(given.occasion(arguments, options))
        move = _moved(work.send, None)
        while not isinstance(move, _End):
            try:
                result = await _waited(move, given, arguments, options)
            except Exception as error:  # noqa: BLE001 - nodes raise what they like; the plan decides
                move = _moved(work.throw, error)
            else:
                move = _moved(work.send, result)
        return move.result

    return node


def _calling(given: "_Given", plan: Callable[[Occasion], Plan]) -> Callable[..., Any]:
    """The same without."""

    def node(*arguments: Any, **options: Any) -> Any:
        work = plan(given.occasion(arguments, options))
        move = _moved(work.send, None)
        while not isinstance(move, _End):
            try:
                result = _done(move, given, arguments, options)
            except Exception as error:  # noqa: BLE001 - nodes raise what they like; the plan decides
                move = _moved(work.throw, error)
            else:
                move = _moved(work.send, result)
        return move.result

    return node


async def _waited(
    move: Call | Pause, given: "_Given", arguments: tuple[Any, ...], options: dict[str, Any]
) -> Any:
    if isinstance(move, Call):
        return await given.call(move.state, arguments, options)
    await asyncio.sleep(move.seconds)
    return None


def _done(move: Call | Pause, given: "_Given", arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
    if isinstance(move, Call):
        return given.call(move.state, arguments, options)
    time.sleep(move.seconds)
    return None


@dataclass(frozen=True, slots=True)
class _Given:
    """Where a node takes its state."""

    node: Callable[..., Any]
    place: int
    name: str

    def occasion(self, arguments: tuple[Any, ...], options: dict[str, Any]) -> Occasion:
        """The call, as a plan sees it."""
        state = arguments[self.place] if len(arguments) > self.place else options.get(self.name)
        return Occasion(self.node.__name__, state, arguments[0] if self.place and arguments else None)

    def call(self, state: Any, arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:
        """Call the node with another state."""
        if len(arguments) > self.place:
            before, after = arguments[: self.place], arguments[self.place + 1 :]
            return self.node(*before, state, *after, **options)
        return self.node(*arguments, **{**options, self.name: state})


@dataclass(frozen=True, slots=True)
class _End:
    """A plan came to its end."""

    result: Any


def _moved(move: Callable[[Any], Call | Pause], value: Any) -> Call | Pause | _End:
    """What a plan wants next, or its end."""
    try:
        return move(value)
    except StopIteration as end:
        return _End(end.value)
