"""What the process holds after a thousand turns on embedded stores, beside after three hundred.

Raises ValueError if it grows: ``FLAT`` is the most that memory may be of what it was.
"""

import sys

from bench.process import measured
from bench.row import Row

FLAT = 1.05
TURNS = 1_000


def run() -> list[Row]:
    """Megabytes, and open files."""
    return measure(TURNS)


def measure(turns: int) -> list[Row]:
    """The same after so many turns, beside after three tenths of them: until then its caches fill."""
    lines = measured([sys.executable, "-m", "bench.many_turns", str(turns)]).output.splitlines()
    _, _, (_, before, files_before), *_, (_, after, files_after) = [
        tuple(map(int, line.split())) for line in lines
    ]
    if after > FLAT * before or files_after > files_before:
        raise ValueError(f"it grows: {lines}")
    return [
        Row(f"after {turns:,} turns: memory", after / 1e6, "MB", before / 1e6),
        Row(f"after {turns:,} turns: open files", files_after, "files", files_before),
    ]
