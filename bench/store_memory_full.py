"""What the process holds after ten thousand turns on embedded stores, beside after three thousand."""

from bench.row import Row
from bench.store_memory import measure


def run() -> list[Row]:
    """Megabytes, and open files."""
    return measure(10_000)
