"""The installed ``dataops`` command, run as people run it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bots.command_host import ROOT, command_host

COMMAND = [sys.executable, "-c", "from bots.cli import main; main()"]


def dataops(
    folder: Path, *arguments: str | Path, given: str = "", **variables: str
) -> "subprocess.CompletedProcess[str]":
    """Run the command in a folder, with nothing configured but what is given."""
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "PYTHONPATH")}
    environment = kept | {"HOME": str(folder), "PYTHONPATH": str(ROOT)} | variables
    words = list(map(str, arguments))
    with TemporaryDirectory() as streams:
        files = [Path(streams) / name for name in ("in", "out", "err")]
        for file in files:
            file.write_text(given if file.name == "in" else "")
        code = command_host().run(folder, words, environment, files)
        return subprocess.CompletedProcess(words, code, files[1].read_text(), files[2].read_text())


def ask_json(folder: Path, *arguments: str | Path, **variables: str) -> tuple[int, dict[str, Any]]:
    """``dataops ask ... --json``: exit code and document."""
    done = dataops(folder, "ask", *arguments, "--json", **variables)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)
