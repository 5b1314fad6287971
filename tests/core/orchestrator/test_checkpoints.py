"""Both places for checkpoints, held to LangGraph's own conformance kit and to what the service needs."""

from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.conformance import checkpointer_test, validate
from langgraph.graph import END, START, StateGraph
from langgraph.types import interrupt
from typing_extensions import TypedDict

from core.orchestrator.checkpoints import Checkpoints, checkpoints_of
from core.orchestrator.execution import GraphRun
from core.orchestrator.fingerprint import GraphChanged
from core.settings import Settings


class State(TypedDict, total=False):
    text: str
    note: str


@pytest.fixture(params=["sqlite", "dynamodb"])
async def checkpoints(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Checkpoints]:
    settings = Settings(_env_file=None) if request.param == "sqlite" else request.getfixturevalue("aws")
    opened = checkpoints_of(settings, tmp_path / "dataops.db", lambda _: [])
    yield opened
    await opened.close()


async def test_the_saver_passes_the_public_conformance_kit(checkpoints: Checkpoints) -> None:
    saver = await checkpoints.open()

    @checkpointer_test(name="the saver")
    async def opened() -> AsyncGenerator[BaseCheckpointSaver[Any], None]:
        yield saver

    report = await validate(opened)
    assert report.passed_all_base(), report.results


def asking(saver: BaseCheckpointSaver[Any], name: str = "ask") -> Any:
    def ask(state: State) -> State:
        return {"text": f"{state['text']} {interrupt('which?')}"}

    graph = StateGraph(State)
    graph.add_node(name, ask)
    graph.add_edge(START, name)
    graph.add_edge(name, END)
    return graph.compile(checkpointer=saver)


async def waiting(graph: Any, text: str = "this") -> str:
    """A run that waits for an answer; the id of its question."""
    end = await GraphRun(graph, "run_1", lambda _: None).go_on({"text": text}, {}, live=False)
    assert end.interruption is not None
    return end.interruption.id


async def test_an_answer_goes_to_where_the_run_waits(checkpoints: Checkpoints) -> None:
    graph = asking(await checkpoints.open())
    asked = await waiting(graph)
    end = await GraphRun(graph, "run_1", lambda _: None).go_on({}, {asked: "one"}, live=True)
    assert end.values["text"] == "this one"


@pytest.mark.usefixtures("aws")
async def test_a_large_state_is_kept_too(checkpoints: Checkpoints) -> None:
    graph, text = asking(await checkpoints.open()), "x" * 500_000
    asked = await waiting(graph, text)
    end = await GraphRun(graph, "run_1", lambda _: None).go_on({}, {asked: "one"}, live=False)
    assert end.values["text"] == f"{text} one"


async def test_an_answer_to_a_graph_that_has_changed_is_not_dropped_in_silence(
    checkpoints: Checkpoints,
) -> None:
    saver = await checkpoints.open()
    asked = await waiting(asking(saver))
    renamed = GraphRun(asking(saver, "ask_better"), "run_1", lambda _: None)
    with pytest.raises(GraphChanged, match="cannot go on where it stood; ask again"):
        await renamed.go_on({}, {asked: "one"}, live=False)


async def test_nothing_is_left_of_a_forgotten_run(checkpoints: Checkpoints) -> None:
    saver = await checkpoints.open()
    await waiting(asking(saver))
    await checkpoints.forget("run_1")
    assert [each async for each in saver.alist({"configurable": {"thread_id": "run_1"}})] == []


async def test_what_a_dead_process_left_of_runs_that_are_over_goes_with_the_next_one(tmp_path: Path) -> None:
    settings, path = Settings(_env_file=None), tmp_path / "dataops.db"
    first = checkpoints_of(settings, path, lambda _: [])
    await waiting(asking(await first.open()))
    await first.close()
    second = checkpoints_of(settings, path, list)
    saver = await second.open()
    assert [each async for each in saver.alist({"configurable": {"thread_id": "run_1"}})] == []
    await second.close()
