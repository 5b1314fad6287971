"""A whole service on a temporary folder, spoken to through the terminal's door."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

from adapters.console.door import ConsoleDoor
from bots.service import Service, open_service
from core.chat.inbound import Actor, Inbound, InboundFile
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.runs.run import Run
from core.settings import Settings

CHANNEL = ChannelRef(platform="console", tenant="local", channel="console")


@dataclass
class House:
    """A running service and what it printed."""

    service: Service
    door: ConsoleDoor
    printed: list[str] = field(default_factory=list)

    async def ask(self, text: str, **fields: Any) -> Run:
        """Send a message and run it to its end or question."""
        message = inbound(text, **fields)
        receipt = await asyncio.to_thread(self.service.inbox.receive, message, self.service.lease)
        return await self.service.engine.finish(receipt.run_id)

    def posts(self, run: Run) -> list[str]:
        """What stands in a run's thread."""
        assert run.thread is not None
        return [post["text"] for post in self.door.transcript.posts(run.thread)]


def inbound(
    text: str,
    *,
    thread: ThreadRef | None = None,
    user: str = "admin",
    files: tuple[Path, ...] = (),
    act: str = "",
) -> Inbound:
    """A message of somebody in the demo's channel."""
    act = act or f"console:{uuid4().hex}"
    return Inbound(
        id=act,
        act=act,
        channel=thread.channel if thread else CHANNEL,
        thread=thread,
        actor=Actor(platform="console", tenant="local", id=user),
        text=text,
        files=tuple(
            InboundFile(name=path.name, locator=str(path), size=path.stat().st_size) for path in files
        ),
    )


@asynccontextmanager
async def open_house(tmp_path: Path, **settings: Any) -> AsyncIterator[House]:
    """Open a service in a folder; ``workflows`` beside it is a trusted workflow folder."""
    printed: list[str] = []
    home = tmp_path / "home"
    door = ConsoleDoor(home / "console", printed.append, lambda _: tmp_path / "out")
    chosen = {"dataops_home": home, "dataops_workflows": str(tmp_path / "workflows"), **settings}
    service = await asyncio.to_thread(_open, chosen, door)
    try:
        yield House(service, door, printed)
    finally:
        await service.close()


def _open(chosen: dict[str, Any], door: ConsoleDoor) -> Service:
    return open_service(Settings(_env_file=None, **chosen), {"console": door})
