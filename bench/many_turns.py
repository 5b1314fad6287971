"""Turn after turn on embedded stores, ten in each thread; prints what the process holds on its way."""

import asyncio
import gc
import os
import sys
import tempfile
from pathlib import Path

from bench.sample_service import ask, sample_service

IN_A_THREAD = 10
LOOKS = 10


async def _turns(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        async with sample_service(Path(name)) as service:
            for number in range(count):
                await ask(service, str(number // IN_A_THREAD))
                if (number + 1) % (count // LOOKS) == 0:
                    print(number + 1, *_held(), flush=True)


def _held() -> tuple[int, int]:
    """Resident bytes, and open files."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE"), len(list(Path("/proc/self/fd").iterdir()))


if __name__ == "__main__":
    asyncio.run(_turns(int(sys.argv[1])))
