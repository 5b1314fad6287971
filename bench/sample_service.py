"""A whole service in this process with a small workflow, behind a terminal that shows nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from adapters.console.door import PLATFORM, ConsoleDoor
from bench.unlimited import UNLIMITED
from bots.console_message import Asking, console_message
from bots.service import Service, open_service
from core.runs.run import RunState
from core.settings import Settings
from core.telemetry import configure_logging, log_file
from tests.sample_workflows import write_greeter

QUESTION = "report the partition skew of SALES"


@asynccontextmanager
async def sample_service(folder: Path, **settings: Any) -> AsyncIterator[Service]:
    """A new installation in a folder."""
    if not (folder / "workflows").exists():
        write_greeter(folder / "workflows")
    home = folder / "home"
    chosen: dict[str, Any] = {
        "dataops_home": home,
        "dataops_workflows": str(folder / "workflows"),
        **UNLIMITED,
        **settings,
    }
    with log_file(home) as log:
        configure_logging("INFO", "text", log)
        door = ConsoleDoor(home / "console", lambda _: None)
        service = open_service(Settings(_env_file=None, **chosen), {PLATFORM: door})
        try:
            yield service
        finally:
            await service.close()


async def ask(service: Service, thread: str | None = None) -> None:
    """One question to its answer, in a thread or in a new one; raises ValueError if it ends otherwise."""
    message = console_message(Asking(QUESTION, (), thread, None, "admin", None, as_json=False))
    receipt = await asyncio.to_thread(service.inbox.receive, message, service.lease)
    run = await service.engine.finish(receipt.run_id)
    if run.state is not RunState.ANSWERED:
        raise ValueError(f"the question ended as {run.state}")
