"""DynamoDB is killed in the middle and comes back: everybody is told something, and nothing is lost."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from core.chat.thread_ref import ThreadRef
from core.runs.run import Run, RunState
from tests.bots.test_company_stores import named
from tests.house import House, inbound, open_house
from tests.integration.real_servers import dynamodb_local
from tests.integration.server import Server
from tests.sample_workflows import gate, write_counter, write_greeter
from tests.servers import RedisServer, open_aws

COUNT = "count the lines of this listing"
BACK_SECONDS = 60


@dataclass
class Company:
    """A DynamoDB of its own, which can be killed, and the settings of a service on it."""

    dynamodb: Server
    settings: dict[str, Any]


@pytest.fixture
def company(tmp_path: Path, redis: RedisServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Company]:
    with dynamodb_local(tmp_path / "dynamodb", on_disk=True) as dynamodb:
        monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.address)
        with open_aws(monkeypatch) as aws:
            yield Company(dynamodb, named(aws) | {"redis_host": "127.0.0.1", "redis_port": redis.port})


@asynccontextmanager
async def serving(tmp_path: Path, settings: dict[str, Any]) -> AsyncIterator[House]:
    """A house that goes on by itself."""
    async with open_house(tmp_path, **settings) as house:
        engine = asyncio.create_task(house.service.engine.serve())
        try:
            yield house
        finally:
            engine.cancel()
            with suppress(asyncio.CancelledError):
                await engine


async def say(house: House, text: str, thread: ThreadRef | None = None, *files: Path) -> str:
    """Say it in a thread or in a new one; the id of its run."""
    receipt = await asyncio.to_thread(
        house.service.inbox.receive, inbound(text, thread=thread, files=files), None
    )
    house.service.engine.wake()
    return receipt.run_id


async def until(house: House, run_id: str, text: str) -> Run:
    """Wait until a post of its thread says this, and the run is over."""
    async with asyncio.timeout(BACK_SECONDS):
        while True:
            run = await asyncio.to_thread(house.service.records.runs.get, run_id)
            if run is not None and run.thread is not None and text in str(house.posts(run)):
                return run
            await asyncio.sleep(0.05)


async def until_over(house: House, run_id: str) -> Run:
    """Wait until it has ended."""
    async with asyncio.timeout(BACK_SECONDS):
        while not (run := house.service.records.runs.get(run_id)) or not run.state.final:
            await asyncio.sleep(0.05)
    return run


async def until_answered(house: House, text: str, thread: ThreadRef | None) -> Run:
    """Say it, and say it again as people do who are told to try again in a moment."""
    async with asyncio.timeout(BACK_SECONDS):
        while (run := await until_over(house, await say(house, text, thread))).state is RunState.FAILED:
            assert "try again in a moment" in house.posts(run)[-1]
            await asyncio.sleep(1)
    return run


async def test_while_it_is_down_it_is_said_and_before_and_after_all_is_there(
    tmp_path: Path, company: Company
) -> None:
    write_counter(tmp_path / "workflows")
    listing = tmp_path / "day.lst"
    listing.write_text("a\nb\n")
    async with serving(tmp_path, company.settings) as house:
        first = await until(house, await say(house, COUNT, None, listing), "2 lines.")
        await asyncio.to_thread(company.dynamodb.kill)
        during = [await say(house, f"{COUNT} again", first.thread), await say(house, COUNT, None, listing)]
        for run_id in during:
            told = await until(house, run_id, "try again in a moment")
            assert "Traceback" not in str(house.posts(told))
        await asyncio.to_thread(company.dynamodb.start)
        assert [(await until_over(house, run_id)).state for run_id in during] == [RunState.FAILED] * 2
        after = await until_answered(house, f"{COUNT} again", first.thread)
        assert "2 lines." in house.posts(after)[-1]
        history = await until_answered(house, "/dataops history", first.thread)
        assert house.posts(history)[-1].count(COUNT) >= 2
        await house.service.record_keeping.pay()
        outcomes = [house.service.stores.executions.get(run_id) for run_id in (*during, after.run_id)]
        assert [each and each.outcome for each in outcomes] == ["failed", "failed", "answered"]


async def test_killed_while_a_workflow_runs(tmp_path: Path, company: Company) -> None:
    write_greeter(
        tmp_path / "workflows",
        body=f"import os; os.makedirs({str(tmp_path / 'begun')!r}, exist_ok=True); {gate(tmp_path / 'go')}",
    )
    async with serving(tmp_path, company.settings) as house:
        run_id = await say(house, "report partition skew of SALES")
        async with asyncio.timeout(BACK_SECONDS):
            while not (tmp_path / "begun").exists():
                await asyncio.sleep(0.05)
        await asyncio.to_thread(company.dynamodb.kill)
        (tmp_path / "go").touch()
        broken = await until(house, run_id, "try again")
        await asyncio.to_thread(company.dynamodb.start)
        assert (await until_over(house, run_id)).state is RunState.FAILED
        again = await until_answered(house, "report partition skew of SALES", broken.thread)
        assert "Partition report for" in house.posts(again)[-1]
