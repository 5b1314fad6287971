"""The same questions as in a chat, asked at the console's door: what they take without a platform."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from adapters.console.door import PLATFORM, ConsoleDoor
from bench.unlimited import UNLIMITED
from bots.console_message import Asking, console_message
from bots.service import Service, open_service
from core.settings import Settings
from tests.sample_workflows import write_greeter


async def at_the_console(folder: Path, threads: int, question: Callable[[int, int], str]) -> float:
    """Ask the first and the second question of so many threads; the seconds until all is answered."""
    write_greeter(folder / "workflows")
    async with _console(folder) as service:
        loop = asyncio.get_running_loop()
        began = loop.time()
        for message in (1, 2):
            for number in range(threads):
                await _receive(service, number, question(number, message))
        while await asyncio.to_thread(service.records.runs.unfinished):  # noqa: ASYNC110 - the store has no event
            await asyncio.sleep(0.1)
        return loop.time() - began


async def _receive(service: Service, number: int, question: str) -> None:
    asking = Asking(question, (), str(number), None, "admin", None, as_json=False)
    await asyncio.to_thread(service.inbox.receive, console_message(asking))
    service.engine.wake()


@asynccontextmanager
async def _console(folder: Path) -> AsyncIterator[Service]:
    """A service behind a terminal that shows nothing, at work."""
    door = ConsoleDoor(folder / "console", lambda _: None)
    settings = Settings(
        _env_file=None,
        dataops_home=folder / "home",
        dataops_workflows=str(folder / "workflows"),
        **UNLIMITED,
    )
    service = open_service(settings, {PLATFORM: door})
    engine = asyncio.create_task(service.engine.serve())
    try:
        yield service
    finally:
        engine.cancel()
        with suppress(asyncio.CancelledError):
            await engine
        await service.close()
