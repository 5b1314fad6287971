"""A process that has imported what commands need, and forks into one whenever it is told to.

Each command is a process of its own, with its own folder, environment and files for input and output; only
the second that its imports take is spent once.
"""

import atexit
import gc
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRELOADED = (
    "bots.asking",
    "bots.listing",
    "bots.login_link",
    "bots.routing",
    "bots.serving",
    "bots.teams_package",
    "core.orchestrator.graph",
    "langgraph.checkpoint.sqlite.aio",
    "workflows.jil_parser",
)


class CommandHost:
    """Runs commands one after the other; it ends with the process that started it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bots.command_host"],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        atexit.register(self._process.communicate)

    def run(
        self, folder: Path, arguments: Sequence[str], env: Mapping[str, str], files: Sequence[Path]
    ) -> int:
        """The exit code of one command; ``files`` are its standard input, output and errors."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = [str(folder), list(arguments), dict(env), list(map(str, files))]
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@cache
def command_host() -> CommandHost:
    """The one of this process."""
    return CommandHost()


def _serve() -> None:
    for module in PRELOADED:
        import_module(module)
    assert threading.active_count() == 1, "a thread does not live on in a fork"
    gc.freeze()
    for line in sys.stdin:
        if (process := os.fork()) == 0:
            _become(*json.loads(line))
        _, status = os.waitpid(process, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 - the answer


def _become(folder: str, arguments: list[str], env: dict[str, str], files: list[str]) -> None:
    """Go on as the command; it ends with SystemExit."""
    for number, (file, mode) in enumerate(zip(files, (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY), strict=True)):
        os.dup2(os.open(file, mode), number)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115 - to the end
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["dataops", *arguments]
    from bots.cli import main

    main()
    raise SystemExit


if __name__ == "__main__":
    _serve()
