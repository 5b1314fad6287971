"""A server in a process of its own, which stands still while another one is measured."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from bench.process import ROOT


@dataclass(frozen=True, slots=True)
class ChildServer:
    """Where it listens, and the process that does."""

    url: str
    process: Process

    @contextmanager
    def turn(self) -> Iterator[str]:
        """Let it run, and stand still afterwards: what it still has to do must not slow the next one down."""
        self.process.send_signal(signal.SIGCONT)
        try:
            yield self.url
        finally:
            self.process.send_signal(signal.SIGSTOP)


@asynccontextmanager
async def child_server(
    module: str, arguments: Sequence[str], settings: Mapping[str, str]
) -> AsyncIterator[ChildServer]:
    """Start a module whose first printed line is its address; killed in the end.

    ``settings`` are further variables of its environment. Raises ChildProcessError if it does not start.
    """
    env = os.environ | settings
    command = (sys.executable, "-m", module, *arguments)
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, cwd=ROOT, env=env)
    try:
        url = (await process.stdout.readline()).decode().strip() if process.stdout else ""
        if not url:
            raise ChildProcessError(f"{module} did not start")
        yield ChildServer(url, process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def announce(url: str) -> None:
    """Said by the child once it listens."""
    print(url, flush=True)
