"""``dataops serve`` as people start it: a process of its own, on a folder of its own."""

import os
import re
import select
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.bots.commandline import COMMAND

ROOT = Path(__file__).parents[2]
WORKFLOWS = Path(__file__).parent / "web" / "sample_workflows"
HOSTILE_WORKFLOWS = Path(__file__).parent / "web" / "hostile_workflows"
START_SECONDS = 30
STOP_SECONDS = 25


@dataclass
class Served:
    """A service that can be killed and started again on the port it had.

    ``options`` are those of the command, ``variables`` its settings. ``program`` is what is started as the
    command.
    """

    folder: Path
    options: tuple[str, ...] = ("--demo",)
    variables: dict[str, str] = field(default_factory=dict)
    address: str = ""
    program: tuple[str, ...] = tuple(COMMAND)
    _process: "subprocess.Popen[str] | None" = None

    @property
    def home(self) -> Path:
        """Its DATAOPS_HOME."""
        return self.folder / "home"

    @property
    def pid(self) -> int:
        """The process that serves; LookupError where none was started."""
        if self._process is None:
            raise LookupError("nothing was started")
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it was started, and has not ended by itself."""
        return self._process is not None and self._process.poll() is None

    @property
    def host(self) -> str:
        """Host and port."""
        return self.address.removeprefix("http://")

    def gate(self, name: str, says: str = "open") -> None:
        """Let the work that waits at a gate read something, all at once."""
        fresh = self._gates / f".{name}"
        fresh.write_text(says)
        fresh.rename(self._gates / name)

    def start(self) -> "Served":
        """Start, and wait until it says where it serves."""
        self._gates.mkdir(parents=True, exist_ok=True)
        port = self.address.rpartition(":")[2] or "0"
        command = [*self.program, "serve", "--port", port, *self.options]
        with (self.folder / "log").open("a") as log:
            self._process = subprocess.Popen(
                command, cwd=self.folder, env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True
            )
        self.address = self._greeted(self._process)
        return self

    def kill(self) -> None:
        """Die without a chance to do anything."""
        self._end(signal.SIGKILL)

    def stop(self) -> float:
        """Stop as Ctrl-C does; how many seconds that took."""
        began = time.monotonic()
        self._end(signal.SIGINT)
        return time.monotonic() - began

    def drain(self) -> tuple[int | None, float]:
        """Stop as an orchestrator of containers does; the exit code, and how many seconds that took."""
        process, began = self._process, time.monotonic()
        assert process is not None
        self._end(signal.SIGTERM)
        return process.returncode, time.monotonic() - began

    def command(self, *arguments: str) -> str:
        """What another ``dataops`` command beside it prints."""
        done = subprocess.run(
            [*self.program, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=True,
        )
        return done.stdout.strip()

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of this process's settings, and no network but its own."""
        kept = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG")}
        own = {
            "HOME": str(self.folder),
            "PYTHONPATH": str(ROOT),
            "DATAOPS_HOME": str(self.home),
            "DATAOPS_WORKFLOWS": str(WORKFLOWS),
            "E2E_GATES": str(self._gates),
        }
        return kept | own | self.variables

    @property
    def _gates(self) -> Path:
        return self.folder / "gates"

    def _greeted(self, process: "subprocess.Popen[str]") -> str:
        """The address in the process's first line."""
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], START_SECONDS)
        line = process.stdout.readline() if ready else ""
        found = re.search(r"http://\S+", line)
        assert found is not None, (line, (self.folder / "log").read_text()[-2000:])
        return found[0]

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(number)
        try:
            self._process.communicate(timeout=STOP_SECONDS)
        finally:
            self._process.kill()
            self._process.wait()
            self._process = None
