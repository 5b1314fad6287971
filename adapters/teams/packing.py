"""Several files as one: nobody presses Allow nine times."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

SEVERAL = "files.zip"

Files = Sequence[tuple[str, Callable[[], Path]]]
"""Names, which differ, and where the contents lie on this machine, asked for just before they are read."""


@asynccontextmanager
async def as_one(files: Files) -> AsyncIterator[Path]:
    """Files as one, which is there within the context only; raises OSError, and what asking for one raises.

    The same files have the same size each time. One that is empty is packed too: OneDrive takes no upload of
    nothing (https://github.com/OneDrive/onedrive-api-docs/issues/53).
    """
    folder = await asyncio.to_thread(tempfile.TemporaryDirectory, prefix="dataops-")
    try:
        yield await asyncio.to_thread(_one, files, Path(folder.name))
    finally:
        await asyncio.to_thread(folder.cleanup)


async def name_and_size(files: Files) -> tuple[str, int]:
    """What they are called as one, and how many bytes that has; raises as ``as_one`` does."""
    async with as_one(files) as one:
        size = (await asyncio.to_thread(one.stat)).st_size
        return (SEVERAL if one.name == SEVERAL else files[0][0]), size


def _one(files: Files, folder: Path) -> Path:
    if len(files) == 1:
        alone = files[0][1]()
        if alone.stat().st_size:
            return alone
    packed = folder / SEVERAL
    with ZipFile(packed, "w", ZIP_DEFLATED, strict_timestamps=False) as archive:
        for name, found in files:
            archive.write(found(), name)
    return packed
