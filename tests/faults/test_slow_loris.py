"""Connections that send next to nothing: others are served as ever, and bodies come to an end."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp

from tests.faults.trial import Trial, files_of, open_trial, until

HEADERS, BODIES = 500, 100
ASKED = 200
QUICK_SECONDS = 0.5
"""Not held up; on a quiet machine it is a tenth of that."""
LONGEST_SECONDS = 30.0
HALF = b"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: "
WHOLE = b"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 999\r\n\r\n"

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def test_who_sends_next_to_nothing_holds_up_nobody(tmp_path: Path) -> None:
    async with open_trial(tmp_path) as trial:
        await trial.start()
        first = await trial.say()
        await trial.seen(first, first.reply)
        await trial.settle()
        trial.load("begin")
        before = files_of(trial.served.pid)
        halves = await asyncio.gather(*(_opened(trial, HALF) for _ in range(HEADERS)))
        bodies = await asyncio.gather(*(_opened(trial, WHOLE) for _ in range(BODIES)))
        trial.history.note("fault", name="slow connections")
        async with _dripping([writer for _, writer in bodies]):
            await until(lambda: files_of(trial.served.pid) >= before + HEADERS)  # they are let in by and by
            assert await _slowest_of_hundred(trial) < QUICK_SECONDS
            event = await trial.say()
            answers = await asyncio.gather(*(reader.readline() for reader, _ in bodies))
            assert {answer.split()[1] for answer in answers} == {b"408"}
        for _, writer in (*halves, *bodies):
            writer.close()
        await trial.seen(event, event.reply)
        await until(lambda: files_of(trial.served.pid) < before + HEADERS // 10)
        await trial.settle()
        trial.load("end")
        assert await trial.end() == []


async def _opened(trial: Trial, beginning: bytes) -> Connection:
    host, _, port = trial.served.host.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(beginning)
    return reader, writer


@asynccontextmanager
async def _dripping(writers: list[asyncio.StreamWriter]) -> AsyncIterator[None]:
    task = asyncio.create_task(_drip(writers))
    try:
        yield
    finally:
        task.cancel()


async def _drip(writers: list[asyncio.StreamWriter]) -> None:
    """A byte a second, into each."""
    while True:
        for writer in writers:
            with suppress(OSError):
                writer.write(b" ")
        await asyncio.sleep(1)


async def _slowest_of_hundred(trial: Trial) -> float:
    """Seconds that 99 of 100 questions for its health take at most."""
    taken = []
    async with aiohttp.ClientSession() as session:
        for _ in range(ASKED):
            began = time.perf_counter()
            async with session.get(f"{trial.served.address}/health/live") as answer:
                assert answer.status == 200
                await answer.read()
            taken.append(time.perf_counter() - began)
    return sorted(taken)[ASKED * 99 // 100 - 1]
