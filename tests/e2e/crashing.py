"""A process that is killed, with SIGKILL, right before it makes something durable."""

import asyncio
import multiprocessing
import os
import signal
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.chat.inbound import Inbound
from tests.house import open_house

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(
    [
        "tests.e2e.crashing",
        "core.orchestrator.graph",
        "langgraph.checkpoint.sqlite.aio",
        "workflows.jil_parser",
    ]
)


class Durability:
    """Counts commits and file syncs of this process, and kills it before the chosen one."""

    def __init__(self, die_before: int | None) -> None:
        self.count = 0
        self._die_before = die_before
        self._connect: Callable[..., sqlite3.Connection] = sqlite3.connect
        self._fsync = os.fsync

    def watch(self) -> None:
        """Look at every SQLite connection and every file of the process from now on."""
        sqlite3.connect = self._watched_connect  # type: ignore[assignment]
        os.fsync = self._watched_fsync  # type: ignore[assignment]

    def _watched_connect(self, *arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = self._connect(*arguments, **options)
        connection.set_trace_callback(lambda sql: self._step() if sql == "COMMIT" else None)
        return connection

    def _watched_fsync(self, descriptor: int) -> None:
        self._step()
        self._fsync(descriptor)

    def _step(self) -> None:
        self.count += 1
        if self.count == self._die_before:
            os.kill(os.getpid(), signal.SIGKILL)


def run_in_process(target: Callable[..., None], *arguments: Any) -> int | None:
    """Run a function in a process of its own; its exit code, negative for a signal."""
    process = CONTEXT.Process(target=target, args=arguments)
    process.start()
    process.join(50)
    return process.exitcode


def answer_once(folder: Path, message: str, die_before: int | None, die_after: float | None) -> None:
    """Take a message in, acknowledge it, answer it; unless the process dies first."""
    durability = Durability(die_before)
    durability.watch()
    if die_after is not None:
        threading.Timer(die_after, os.kill, (os.getpid(), signal.SIGKILL)).start()
    asyncio.run(_answer(folder, Inbound.model_validate_json(message)))
    (folder / "steps").write_text(str(durability.count))
    os._exit(0)  # a pending timer must not keep the process


def recover(folder: Path, message: str) -> None:
    """What happens next: an unacknowledged message is delivered again, and the process starts anew.

    It starts when the lease of the dead one is over, for which nobody waits here.
    """
    asyncio.run(_recover(folder, Inbound.model_validate_json(message)))


async def _answer(folder: Path, message: Inbound) -> None:
    async with open_house(folder) as house:
        receipt = house.service.inbox.receive(message, house.service.lease)
        (folder / "acknowledged").touch()
        await house.service.engine.finish(receipt.run_id)


async def _recover(folder: Path, message: Inbound) -> None:
    async with open_house(folder) as house:
        if not (folder / "acknowledged").exists():
            house.service.inbox.receive(message)
        house.service.database.write("UPDATE runs SET lease_until = 0")
        await house.service.engine.recover()
