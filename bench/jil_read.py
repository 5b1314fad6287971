"""Reading JIL into jobs, conditions and typed edges, beside a plain pass over the same lines."""

import sys
import tempfile
import time
from pathlib import Path

from bench.estates import SIZES, estate, named, plain_pass, seconds_of
from bench.process import measured
from bench.row import Row

_ROUNDS = 3


def run() -> list[Row]:
    """Seconds, MB/s and peak memory by size of the estate; best of three, each in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        return [row for jobs in SIZES for row in _measure(jobs, Path(folder))]


def _measure(jobs: int, folder: Path) -> list[Row]:
    file = estate(jobs, folder)
    command = [sys.executable, "-m", "bench.jil_read", str(file)]
    read = min((measured(command) for _ in range(_ROUNDS)), key=seconds_of)
    plain = plain_pass(file)
    name, megabytes = f"read {named(jobs, file)}", file.stat().st_size / 1e6
    return [
        Row(f"{name}: time", seconds_of(read), "s", seconds_of(plain)),
        Row(f"{name}: speed", megabytes / seconds_of(read), "MB/s", megabytes / seconds_of(plain)),
        Row(f"{name}: peak memory", read.peak_megabytes, "MB", plain.peak_megabytes),
    ]


def _child() -> None:
    from workflows.jil_parser.engine.reader import Source, read_estate

    file = Path(sys.argv[1])
    data = file.read_bytes()
    began = time.perf_counter()
    result = read_estate([Source(file.name, data)])
    print(time.perf_counter() - began)
    del result  # after the clock has stopped


if __name__ == "__main__":
    _child()
