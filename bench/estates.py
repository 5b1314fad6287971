"""Generated estates, and the least anybody could do with one: a plain pass over its lines."""

import subprocess
import sys
import time
from pathlib import Path

from bench.process import ROOT, Finished, measured

SIZES = (1_000, 10_000, 100_000)
"""Jobs in an estate."""

_GENERATOR = ROOT / "tests" / "data" / "jil" / "generate.py"


def estate(jobs: int, folder: Path) -> Path:
    """A file with an estate of about this size; the same one each time."""
    file = folder / f"estate_{jobs}.jil"
    command = [sys.executable, str(_GENERATOR), str(jobs), str(file), "--quirks"]
    subprocess.run(command, check=True, capture_output=True)
    return file


def named(jobs: int, file: Path) -> str:
    """How an estate is called in a table."""
    return f"{jobs:,} jobs, {file.stat().st_size / 1e6:.1f} MB"


def seconds_of(finished: Finished) -> float:
    """What a process of this benchmark measured of itself, without its start."""
    return float(finished.output)


def plain_pass(file: Path, rounds: int = 3) -> Finished:
    """Decode a file, split its lines and partition each, in a process of its own; the best of some."""
    command = [sys.executable, "-m", "bench.estates", str(file)]
    return min((measured(command) for _ in range(rounds)), key=seconds_of)


def _plain(data: bytes) -> int:
    return sum(len(line.partition(":")) for line in data.decode().splitlines())


def _child() -> None:
    data = Path(sys.argv[1]).read_bytes()
    began = time.perf_counter()
    _plain(data)
    print(time.perf_counter() - began)


if __name__ == "__main__":
    _child()
