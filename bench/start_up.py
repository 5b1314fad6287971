"""Starting the command, beside starting Python."""

import sys
import tempfile
from pathlib import Path
from statistics import median

from bench.process import measured
from bench.row import Row

_ROUNDS = 11


def run() -> list[Row]:
    """Median wall seconds of the two commands that people expect to be there at once."""
    dataops = str(Path(sys.executable).with_name("dataops"))
    with tempfile.TemporaryDirectory() as folder:
        python = _seconds([sys.executable, "-c", "pass"], Path(folder))
        return [
            Row(f"dataops {word}", _seconds([dataops, word], Path(folder)), "s", python)
            for word in ("--help", "list")
        ]


def _seconds(command: list[str], folder: Path) -> float:
    return median(measured(command, folder).seconds for _ in range(_ROUNDS))
