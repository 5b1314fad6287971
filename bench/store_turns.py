"""One turn on embedded stores and on Redis, DynamoDB and S3, beside a bare LangGraph on the same saver.

Each turn is a question in a thread of its own, to a workflow of one step; both take turns in one process.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

import pytest

from bench.bare_langgraph import bare_graph, invoke
from bench.row import Row
from bench.sample_service import QUESTION, ask, sample_service
from core.orchestrator.checkpoints import checkpoints_of
from core.settings import Settings
from tests.integration.real_servers import missing, real_aws
from tests.servers import REAL, open_aws, open_redis

WARM_UP = 10
ROUNDS = 200

Way = Callable[[], Awaitable[None]]


def run() -> list[Row]:
    """Milliseconds at the median and at the 95th percentile."""
    rows = asyncio.run(_measured("embedded", {}))
    with tempfile.TemporaryDirectory() as name, _company(Path(name)) as (which, settings):
        return rows + asyncio.run(_measured(which, settings))


@contextmanager
def _company(folder: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The names of the servers, and the settings of a service on them: real ones where they are installed."""
    with pytest.MonkeyPatch.context() as environment:
        if missing():
            with _on(environment) as settings:
                yield "Valkey, moto", settings
            return
        with real_aws(folder) as variables:
            for variable, value in (variables | {REAL: "yes"}).items():
                environment.setenv(variable, value)
            with _on(environment) as settings:
                yield "Redis, DynamoDB Local, ministack", settings


@contextmanager
def _on(environment: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    with open_aws(environment) as aws, open_redis() as redis:
        named = {name: getattr(aws, name) for name in aws.model_fields_set}
        yield named | {"redis_host": "127.0.0.1", "redis_port": redis.port}


async def _measured(which: str, settings: dict[str, Any]) -> list[Row]:
    with tempfile.TemporaryDirectory() as name:
        async with sample_service(Path(name), **settings) as service, _bare(Path(name), settings) as bare:
            whole, alone = await _take_turns(lambda: ask(service), bare)
    return [
        Row(f"a turn: {which} ({point})", whole[index], "ms", alone[index])
        for point, index in (("p50", 49), ("p95", 94))
    ]


@asynccontextmanager
async def _bare(folder: Path, settings: dict[str, Any]) -> AsyncIterator[Way]:
    """LangGraph alone, on a saver that is opened as the service opens its own."""
    checkpoints = checkpoints_of(Settings(_env_file=None, **settings), folder / "bare.db", lambda _: [])
    graph = bare_graph(await checkpoints.open())
    try:
        yield lambda: invoke(graph, QUESTION)
    finally:
        await checkpoints.close()


async def _take_turns(*ways: Way) -> list[list[float]]:
    """The percentiles of each way, in milliseconds."""
    times: list[list[float]] = [[] for _ in ways]
    for _ in range(WARM_UP + ROUNDS):
        for way, taken in zip(ways, times, strict=True):
            began = time.perf_counter()
            await way()
            taken.append((time.perf_counter() - began) * 1e3)
    return [quantiles(taken[WARM_UP:], n=100) for taken in times]
