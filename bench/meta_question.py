"""One question about the bot, from inbox to posted answer, beside a bare LangGraph of four nodes.

Both write their checkpoints into SQLite through the same saver with the same settings, and take turns.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.graph import END, START, StateGraph
from typing_extensions import TypedDict

from adapters.console.door import PLATFORM, ConsoleDoor
from bench.row import Row
from bench.unlimited import UNLIMITED
from bots.console_message import Asking, console_message
from bots.service import Service, open_service
from core.runs.run import RunState
from core.settings import Settings
from core.telemetry import configure_logging, log_file

if TYPE_CHECKING:
    from core.base_workflow import CompiledGraph

_QUESTION = "what can you do?"
_ROUNDS = 200
_WARM_UP = 10


class _State(TypedDict):
    text: str


def run() -> list[Row]:
    """Milliseconds at the median and at the 95th percentile."""
    return asyncio.run(_run())


async def _run() -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with log_file(folder) as log:
            configure_logging("INFO", "text", log)
            async with _service(folder / "home") as service, _bare_graph(folder / "bare.db") as graph:
                whole, bare = await _take_turns(lambda: _ask(service), lambda: _invoke(graph))
    return [
        Row(f"{_QUESTION} {point}", whole[index], "ms", bare[index])
        for point, index in (("(p50)", 49), ("(p95)", 94))
    ]


async def _take_turns(*ways: Callable[[], Awaitable[None]]) -> list[list[float]]:
    """The percentiles of each way, in milliseconds."""
    times: list[list[float]] = [[] for _ in ways]
    for _ in range(_WARM_UP + _ROUNDS):
        for way, taken in zip(ways, times, strict=True):
            began = time.perf_counter()
            await way()
            taken.append((time.perf_counter() - began) * 1e3)
    return [quantiles(taken[_WARM_UP:], n=100) for taken in times]


@asynccontextmanager
async def _service(home: Path) -> AsyncIterator[Service]:
    """A new installation in a folder, behind a terminal that shows nothing."""
    settings = Settings(_env_file=None, dataops_home=home, **UNLIMITED)
    service = open_service(settings, {PLATFORM: ConsoleDoor(home / "console", _hide)})
    try:
        yield service
    finally:
        await service.close()


def _hide(text: str) -> None:
    """Take what would be printed."""


async def _ask(service: Service) -> None:
    message = console_message(Asking(_QUESTION, (), None, None, "admin", None, as_json=False))
    receipt = await asyncio.to_thread(service.inbox.receive, message, service.lease)
    run = await service.engine.finish(receipt.run_id)
    if run.state is not RunState.ANSWERED:
        raise ValueError(f"the question ended as {run.state}")


async def _invoke(graph: "CompiledGraph") -> None:
    config: Any = {"configurable": {"thread_id": str(time.monotonic_ns())}}
    await graph.ainvoke({"text": _QUESTION}, config, durability="async")


@asynccontextmanager
async def _bare_graph(path: Path) -> "AsyncIterator[CompiledGraph]":
    """Four nodes in a row that hand on one short text."""
    nodes = ["one", "two", "three", "four"]
    graph = StateGraph(_State)
    for node in nodes:
        graph.add_node(node, _node)
    for before, after in pairwise([START, *nodes, END]):
        graph.add_edge(before, after)
    async with AsyncSqliteSaver.from_conn_string(str(path)) as saver:
        await saver.conn.execute("PRAGMA synchronous=NORMAL")
        yield graph.compile(checkpointer=saver)


async def _node(state: _State) -> _State:
    return {"text": state["text"]}
