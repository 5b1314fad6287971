"""The installed ``dataops`` command, run as people run it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

COMMAND = [sys.executable, "-c", "from bots.cli import main; main()"]


def dataops(
    folder: Path, *arguments: str | Path, given: str = "", **variables: str
) -> "subprocess.CompletedProcess[str]":
    """Run the command in a folder, with nothing configured but what is given."""
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "PYTHONPATH")}
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=folder,
        env=kept | {"HOME": str(folder), "PYTHONPATH": str(Path(__file__).parents[2])} | variables,
        input=given,
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )


def ask_json(folder: Path, *arguments: str | Path, **variables: str) -> tuple[int, dict[str, Any]]:
    """``dataops ask ... --json``: exit code and document."""
    done = dataops(folder, "ask", *arguments, "--json", **variables)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)
