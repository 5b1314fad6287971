"""A thread in the terminal: everything is typed, and read where it was typed."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote
from typing import Any

from adapters.console.door import PLATFORM, ConsoleDoor
from bots.asking import run_message
from bots.console_message import Asking, console_message
from bots.service import Service, open_service
from core.chat.thread_ref import ThreadRef
from core.runs.run import Run
from core.settings import Settings
from tests.dialogues.stage import Found, Post, Stage

POLICY = """
people: {"console:local:ada": [admin]}
channels: {"console:local:console": ["*"]}
"""
SECONDS = 10.0


@dataclass
class Terminal:
    """The service as ``dataops ask`` opens it, and what it has printed."""

    service: Service
    outs: dict[str, Path]
    printed: list[str] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def show(self, text: str) -> None:
        self.printed.append(text)
        self.changed.set()


@asynccontextmanager
async def open_terminal(folder: Path, workflows: Path, rates: Mapping[str, Any]) -> AsyncIterator[Terminal]:
    """A home of its own, in which Ada may do everything."""
    folder.mkdir()
    policy = folder / "policy.yaml"
    policy.write_text(POLICY)
    settings = Settings(
        _env_file=None,
        dataops_home=folder / "home",
        dataops_workflows=str(workflows),
        dataops_policy=policy,
        **rates,
    )
    outs: dict[str, Path] = {}

    def show(text: str) -> None:
        terminal.show(text)

    door = ConsoleDoor(settings.dataops_home / PLATFORM, show, outs.get)
    terminal = Terminal(open_service(settings, {PLATFORM: door}), outs)
    try:
        yield terminal
    finally:
        await terminal.service.close()


class TerminalStage(Stage):
    """A thread of its own. A button has to be typed: a choice, a command, the same words again."""

    name = "terminal"

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._begun = len(terminal.printed)
        self._read: dict[int, str] = {}
        self._person = ""
        self._thread: ThreadRef | None = None
        self._working: asyncio.Task[Run] | None = None
        self._last: tuple[str, Sequence[Path]] = ("", ())

    async def say(self, person: str, text: str, files: Sequence[Path]) -> str:
        self.posts(self._person)
        self._person, self._last = person, (text, files)
        thread = None if self._thread is None else str(self._thread)
        asking = Asking(text, tuple(files), thread, None, person, None, as_json=False)
        inbound = console_message(asking)
        work = run_message(self._terminal.service, self._terminal.outs, asking, inbound)
        self._working = asyncio.create_task(work)
        given = "".join(f" --file {file.name}" for file in files) + (" --thread …" if thread else "")
        return f"$ dataops ask {quote(text)}{given}"

    async def answer(self, person: str, text: str, files: Sequence[Path]) -> str:
        return await self.say(person, text or "here it is", files)

    async def press(self, person: str, label: str) -> str:
        if label == "Cancel" and self._working is not None and not self._working.done():
            signal.raise_signal(signal.SIGINT)
            return "Ctrl-C"
        await self.rest()
        if label == "Cancel":
            return await self.say(person, "/dataops cancel", ())
        if label == "Try again":
            return await self.say(person, *self._last)
        if not any(
            re.search(rf"^ +\d+\. {re.escape(label)}$", post.text, re.MULTILINE)
            for post in self.posts(person)
        ):
            raise LookupError(f"the terminal has nothing to type for '{label}'")
        return await self.say(person, label, ())

    def posts(self, person: str) -> list[Post]:
        """What was printed while the person typed: another one sits at another terminal."""
        for number in range(self._begun, len(self._terminal.printed)):
            self._read.setdefault(number, self._person)
        mine = [number for number, reader in self._read.items() if reader == person]
        return [Post(str(number), self._terminal.printed[number]) for number in mine]

    async def until(self, look: Callable[[], Found]) -> Found:
        async with asyncio.timeout(SECONDS):
            while not (found := look()):
                self._terminal.changed.clear()
                await self._terminal.changed.wait()
        return found

    async def rest(self) -> None:
        if self._working is not None:
            run = await asyncio.shield(self._working)
            self._thread = run.thread or self._thread
