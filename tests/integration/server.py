"""Somebody else's server as a process of its own, on this machine alone."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from socket import create_connection

from tests.e2e.ports import free_port

START_SECONDS = 60
STOP_SECONDS = 10


class Server:
    """A server in a folder, on a free port of loopback that it keeps when it is started again.

    ``command`` is what starts it on a port, ``variables`` its environment. Its output goes
    to a file in the folder.
    """

    def __init__(
        self,
        name: str,
        folder: Path,
        command: Callable[[int], Sequence[str | Path]],
        variables: Callable[[int], Mapping[str, str]] = lambda _: {},
    ) -> None:
        self.name = name
        self.port = free_port()
        self._folder = folder
        self._command = list(map(str, command(self.port)))
        self._variables = {"PATH": os.environ["PATH"], "HOME": str(folder), **variables(self.port)}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it is found over HTTP."""
        return f"http://127.0.0.1:{self.port}"

    def is_running(self) -> bool:
        """Whether it was started, and has not ended."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it, and wait until it listens; ChildProcessError with what it said if it does not."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, cwd=self._folder, env=self._variables, stdout=log, stderr=log
            )
        until = time.monotonic() + START_SECONDS
        while not self._listens():
            if not self.is_running() or time.monotonic() > until:
                self.kill()
                raise ChildProcessError(f"{self.name} does not start: {self._log.read_text()[-1000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask it to end, and wait."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """End it at once, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(STOP_SECONDS)

    @property
    def _log(self) -> Path:
        return self._folder / "output"

    def _listens(self) -> bool:
        try:
            create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True
