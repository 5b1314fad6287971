"""Somebody who types a page's boxes into one shell, as a new user would."""

import re
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

END = "--the command has ended:"
SERVES = re.compile(r"http://[0-9.:]+")
START_SECONDS = 60


class Typist:
    """A shell that keeps its directory and its variables from one command to the next."""

    def __init__(self, folder: Path, environment: Mapping[str, str], scratch: Path) -> None:
        self._scratch = scratch
        self._shell = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],  # noqa: S607 - the shell of the path, as people have it
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._shell.communicate()

    def type(self, command: str, typed: str = "") -> str:
        """What the command has printed; ``typed`` is for its prompts. It has to succeed."""
        line, given = self._scratch / "line.sh", self._scratch / "given"
        line.write_text(command + "\n")
        given.write_text(typed)
        self._write(f". {line} < {given}; echo; echo '{END}' $?")
        printed = self._printed()
        output, _, code = printed.rpartition(END)
        assert code.strip() == "0", f"{command}\n{printed}"
        return output

    def edit(self, difference: str) -> None:
        """Change files as a difference says."""
        (self._scratch / "difference").write_text(difference)
        self.type(f"git apply --verbose {self._scratch / 'difference'}")

    def serve(self, command: str) -> str:
        """Start a command that serves, on a free port, and return the line with its address."""
        greeting = self._scratch / "greeting"
        greeting.write_text("")
        self.type(f"{command} --port 0 > {greeting} 2>&1 & serving=$!")
        until = time.monotonic() + START_SECONDS
        while not SERVES.search(greeting.read_text()):
            assert time.monotonic() < until, greeting.read_text()
            time.sleep(0.02)
        return greeting.read_text()

    def stop(self) -> None:
        """Ctrl-C for what serves."""
        self.type("kill -INT $serving && wait $serving")

    def _write(self, line: str) -> None:
        assert self._shell.stdin is not None
        self._shell.stdin.write(line + "\n")
        self._shell.stdin.flush()

    def _printed(self) -> str:
        """All lines up to the one that ends the command."""
        assert self._shell.stdout is not None
        lines = []
        for line in self._shell.stdout:
            lines.append(line)
            if line.startswith(END):
                return "".join(lines)
        raise AssertionError("".join(lines))
