"""The machine that was measured on."""

import os
import platform
from datetime import UTC, datetime


def machine() -> str:
    """Cores, memory, system, Python, the date, and how busy the machine was in the last minute."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}, "
        f"load {os.getloadavg()[0]:.1f} in the minute before"
    )
