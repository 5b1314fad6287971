"""How fast JIL is read: generated estates of three sizes beside a plain pass over their lines.

Run with ``python -m bench.jil_read``. Each measurement runs in a process of its own, best of three.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from workflows.jil_parser.engine.reader import Source, read_estate

_GENERATOR: Final = Path(__file__).parents[1] / "tests" / "data" / "jil" / "generate.py"
_SIZES: Final = (1_000, 10_000, 100_000)
_ROUNDS: Final = 3


def run(sizes: tuple[int, ...] = _SIZES) -> dict[str, dict[str, float]]:
    """Seconds, MB/s, ratio to the plain pass and peak memory in MB, by size of the estate."""
    with tempfile.TemporaryDirectory() as folder:
        return {f"{size} jobs": _measure(size, Path(folder)) for size in sizes}


def _measure(size: int, folder: Path) -> dict[str, float]:
    file = folder / f"estate_{size}.jil"
    subprocess.run(
        [sys.executable, str(_GENERATOR), str(size), str(file), "--quirks"], check=True, capture_output=True
    )
    plain, read = (
        min((_apart(how, file) for _ in range(_ROUNDS)), key=_seconds) for how in ("plain", "read")
    )
    megabytes = file.stat().st_size / 1e6
    return {
        "megabytes": round(megabytes, 1),
        "plain_seconds": round(plain["seconds"], 3),
        "read_seconds": round(read["seconds"], 3),
        "ratio": round(read["seconds"] / plain["seconds"], 1),
        "megabytes_per_second": round(megabytes / read["seconds"], 1),
        "peak_megabytes": round(read["peak"], 0),
    }


def _seconds(measured: dict[str, float]) -> float:
    return measured["seconds"]


def _apart(how: str, file: Path) -> dict[str, float]:
    """One measurement in a fresh process, so that peak memory is its own."""
    command = [sys.executable, "-m", "bench.jil_read", how, str(file)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _child(how: str, file: Path) -> None:
    data = file.read_bytes()
    begin = time.perf_counter()
    result: Any = _plain(data) if how == "plain" else read_estate([Source(file.name, data)])
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak": peak}))
    del result


def _plain(data: bytes) -> int:
    return sum(len(line.partition(":")) for line in data.decode().splitlines())


def main() -> None:
    """Print the figures, or be one measurement when started with a way and a file."""
    if len(sys.argv) == 3:
        _child(sys.argv[1], Path(sys.argv[2]))
        return
    for name, figures in run().items():
        print(name, *(f"{key}={value}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
