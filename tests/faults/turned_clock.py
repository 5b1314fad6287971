"""A clock of the machine that somebody turns while a process runs: ``time.time`` of that process."""

import os
import time
from pathlib import Path

FILE = "FAULTS_CLOCK"
"""Variable: the file that says by how many seconds the clock is wrong."""


def install() -> None:
    """Turn this process's clock by what the file says, from now on."""
    present, path = time.time, Path(os.environ[FILE])

    def turned() -> float:
        return present() + turned_by(path)

    time.time = turned


def turned_by(path: Path) -> float:
    """By how many seconds a clock is wrong."""
    try:
        return float(path.read_text())
    except FileNotFoundError:
        return 0.0


def turn(path: Path, seconds: float) -> None:
    """Turn the clock, all at once."""
    fresh = path.with_suffix(".fresh")
    fresh.write_text(str(seconds))
    fresh.rename(path)
