"""Running a graph to its end or its question, with events on the way; the one place that knows the stream."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from core.orchestrator.fingerprint import GraphChanged, fingerprint

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph


FINGERPRINT = "graph"
"""Under which name a checkpoint's metadata say which graph wrote it."""


@dataclass(frozen=True, slots=True)
class StepEvent:
    """A step of the workflow began, said something, or ended. ``id`` is the same for one execution."""

    id: str
    name: str
    state: Literal["running", "done", "failed"]
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AnswerChunk:
    """The next words of the answer, while the workflow writes them."""

    text: str


Event = StepEvent | AnswerChunk


@dataclass(frozen=True, slots=True)
class Interruption:
    """The graph waits for a person; ``value`` is what it asked with."""

    id: str
    value: Any


@dataclass(frozen=True, slots=True)
class GraphEnd:
    """The final state, or where the graph waits."""

    values: dict[str, Any]
    interruption: Interruption | None


class GraphRun:
    """One run on the checkpointer: begun, gone on with after an answer, or taken up after a crash."""

    def __init__(self, graph: "CompiledGraph", run_id: str, on_event: Callable[[Event], None]) -> None:
        self._graph = graph
        self._config: Any = {
            "configurable": {"thread_id": run_id},
            "metadata": {FINGERPRINT: fingerprint(graph)},  # stands with each checkpoint
        }
        self._on_event = on_event
        self._running: dict[tuple[str, ...], dict[str, str]] = {}
        self._streamed = ""

    async def go_on(self, beginning: dict[str, Any], answers: dict[str, Any], *, live: bool) -> GraphEnd:
        """Run to the end. ``answers`` holds values by interrupt id; those no longer open are ignored.

        Raises GraphChanged where another release's graph began the run.
        """
        state = await self._graph.aget_state(self._config)
        if state.created_at is not None and _made_by(state) != fingerprint(self._graph):
            raise GraphChanged
        waiting = [interrupt.id for interrupt in state.interrupts]
        answered = {waits: answers[waits] for waits in waiting if waits in answers}
        if waiting and not answered:
            return self._end(state)
        if state.created_at is None:
            await self._run(beginning, live=live)
        elif waiting:
            from langgraph.types import Command

            await self._run(Command(resume=answered), live=live)
        elif state.tasks:  # not ``next``: it is empty while only the input has been written down
            await self._run(None, live=live)
        return self._end(await self._graph.aget_state(self._config))

    def _end(self, state: Any) -> GraphEnd:
        """The state as it stands."""
        waiting = [Interruption(interrupt.id, interrupt.value) for interrupt in state.interrupts]
        return GraphEnd(state.values, waiting[0] if waiting else None)

    async def _run(self, given: Any, *, live: bool) -> None:
        """Stream the graph; ``subgraphs`` is what brings a nested workflow's events."""
        if not live:
            await self._graph.ainvoke(given, self._config, durability="async")
            return
        async for part in self._graph.astream(
            given,
            self._config,
            stream_mode=["tasks", "custom"],
            subgraphs=True,
            version="v2",
            durability="async",
        ):
            self._tell(part["type"], part["ns"], part["data"])

    def _tell(self, kind: str, namespace: tuple[str, ...], data: Any) -> None:
        """Pass on what happens inside workflows; the orchestrator's own nodes are not steps."""
        if not namespace:
            if kind == "custom" and isinstance(data, dict) and "explanation" in data:
                self._explain(str(data["explanation"]), str(data["after"]))
            return
        if kind == "tasks":
            self._step(namespace, StepEvent(data["id"], data["name"], _state(data)))
        elif kind == "custom" and isinstance(data, dict) and "answer" in data:
            self._write(str(data["answer"]))
        elif kind == "custom" and isinstance(data, dict):
            self._detail(namespace, str(data.get("step", "")), str(data.get("detail", ""))[:200])

    def _step(self, namespace: tuple[str, ...], event: StepEvent) -> None:
        """Keep which steps are under way: several are, side by side."""
        running = self._running.setdefault(namespace, {})
        if event.state == "running":
            running[event.id] = event.name
        else:
            running.pop(event.id, None)
        self._on_event(event)

    def _detail(self, namespace: tuple[str, ...], step: str, detail: str) -> None:
        """What a step says; where it does not say which one it is, the last that began is meant."""
        running = self._running.get(namespace, {})
        speaker = step if step in running else next(reversed(running), "")
        if speaker:  # what comes late must not begin a step again that is over
            self._on_event(StepEvent(speaker, running[speaker], "running", detail))

    def _explain(self, chunk: str, details: str) -> None:
        """What stands behind an answer's details goes out behind them, with what was not streamed."""
        if self._streamed.startswith(details):
            self._write(chunk)
        elif details.startswith(self._streamed):
            self._write(details[len(self._streamed) :] + chunk)

    def _write(self, chunk: str) -> None:
        self._streamed += chunk
        self._on_event(AnswerChunk(chunk))


def _made_by(state: Any) -> Any:
    """The fingerprint of the graph that wrote a checkpoint."""
    return (state.metadata or {}).get(FINGERPRINT)


def _state(data: dict[str, Any]) -> Literal["running", "done", "failed"]:
    """Whether a task event is a beginning or an end."""
    if "result" not in data or data["interrupts"]:
        return "running"
    return "failed" if data["error"] else "done"
