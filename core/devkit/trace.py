"""What happened while a workflow ran: its steps, what they changed, how long they took, what they said."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.one_line import one_line

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph

SHOWN = 200
"""Characters of a value in a trace's text."""


@dataclass(slots=True)
class TracedStep:
    """One execution of a node. ``path`` names the steps that it ran in, the outermost first.

    ``before`` is the state that it was given, ``changes`` what it wrote, both by key. ``seconds`` is None
    where it did not come to an end. ``asked`` are the values with which it interrupted the graph.
    """

    name: str
    path: tuple[str, ...]
    before: Any
    changes: dict[str, Any] = field(default_factory=dict)
    seconds: float | None = None
    error: str = ""
    asked: list[Any] = field(default_factory=list)
    events: list[Any] = field(default_factory=list)


@dataclass(slots=True)
class ExecutionTrace:
    """A run from its input to its end.

    ``steps`` in the order in which they began, those of nested graphs too. ``events`` is everything that was
    said on the way (a step's progress, an answer's chunks), in order. ``result`` is the final state, or the
    last one that was reached. ``error`` is what ended the run, if anything did; ``questions`` is what it
    waits for, as it was asked.
    """

    steps: list[TracedStep] = field(default_factory=list)
    events: list[Any] = field(default_factory=list)
    result: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    error: Exception | None = None

    @property
    def step_names(self) -> list[str]:
        """The steps' names, in the order in which they began."""
        return [step.name for step in self.steps]

    @property
    def questions(self) -> list[Any]:
        """What people were asked, by steps that wait for an answer."""
        return [asked for step in self.steps if not step.path for asked in step.asked]

    def step(self, name: str) -> TracedStep:
        """The first execution of a step; raises AssertionError if there was none."""
        found = next((step for step in self.steps if step.name == name), None)
        if found is None:
            raise AssertionError(
                f"No step is called {name!r}; there were {', '.join(self.step_names) or 'none'}."
            )
        return found

    def __str__(self) -> str:
        lines = [line for step in self.steps for line in _told(step)]
        end = f"failed: {one_line(str(self.error), SHOWN)}" if self.error else "waits for an answer"
        end = end if self.error or self.questions else "done"
        return "\n".join([*lines, f"{end} after {self.seconds:.3f} s"])


async def traced(
    graph: "CompiledGraph", given: dict[str, Any], clock: Callable[[], float] = time.perf_counter
) -> ExecutionTrace:
    """Run a graph and watch it. ``clock`` gives seconds.

    What a node raises stands in the trace; only an AssertionError is raised, since it is about the test.
    """
    watch, trace = _Watch(clock), ExecutionTrace()
    began = clock()
    try:
        async for part in graph.astream(
            given, stream_mode=["tasks", "custom", "values"], subgraphs=True, version="v2"
        ):
            watch.see(part, trace)
    except AssertionError:
        raise
    except Exception as error:  # noqa: BLE001 - nodes raise what they like, and a trace is for finding out
        trace.error = error
    trace.seconds = clock() - began
    return trace


class _Watch:
    """Which steps are under way, by LangGraph's ids of them."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._running: dict[str, tuple[TracedStep, float]] = {}

    def see(self, part: Any, trace: ExecutionTrace) -> None:
        """Write one part of a stream down."""
        kind, data = part["type"], part["data"]
        path = tuple(name.partition(":")[0] for name in part["ns"])
        if kind == "custom":
            self._hear(data, path, trace)
        elif kind == "tasks" and "triggers" in data:
            step = TracedStep(data["name"], path, data["input"])
            self._running[data["id"]] = step, self._clock()
            trace.steps.append(step)
        elif kind == "tasks":
            self._end(data)
        elif not path:
            trace.result = dict(data)

    def _hear(self, said: Any, path: tuple[str, ...], trace: ExecutionTrace) -> None:
        """What was said; of several steps side by side, only the kit's own words say whose they are."""
        speakers = [step for step, _ in self._running.values() if step.path == path]
        if isinstance(said, dict) and said.get("step") in self._running:
            speakers = [self._running[said["step"]][0]]
            said = {name: value for name, value in said.items() if name != "step"}
        trace.events.append(said)
        if len(speakers) == 1:
            speakers[0].events.append(said)

    def _end(self, data: dict[str, Any]) -> None:
        """A step is over, failed, or waits; one that never began here was kept from an earlier run."""
        if data["id"] not in self._running:
            return
        step, began = self._running.pop(data["id"])
        step.asked = [each["value"] for each in data["interrupts"]]
        step.changes = dict(data["result"] or {})
        step.error = f"{type(data['error']).__name__}: {data['error']}" if data["error"] else ""
        step.seconds = None if step.asked else self._clock() - began


def _told(step: TracedStep) -> list[str]:
    """A step as lines of text, in as far as its depth."""
    margin = "  " * len(step.path)
    seconds = "" if step.seconds is None else f"  {step.seconds:.3f} s"
    lines = [f"{margin}{step.name}{seconds}"]
    lines += [f"{margin}  said {_short(said)}" for said in step.events]
    lines += [f"{margin}  {name} = {_short(value)}" for name, value in step.changes.items()]
    lines += [f"{margin}  asked {_short(asked)}" for asked in step.asked]
    return lines + ([f"{margin}  failed: {one_line(step.error, SHOWN)}"] if step.error else [])


def _short(value: Any) -> str:
    """The beginning of a value, on one line."""
    return one_line(repr(value), SHOWN)
