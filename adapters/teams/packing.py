"""Several files as one: nobody presses Allow nine times."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

SEVERAL = "files.zip"

Files = Sequence[tuple[str, str]]
"""Names and paths of this machine; the names differ."""


@asynccontextmanager
async def as_one(files: Files) -> AsyncIterator[Path]:
    """Files as one, which is there within the context only; raises OSError.

    The same files have the same size each time. One that is empty is packed too: OneDrive takes no upload of
    nothing (https://github.com/OneDrive/onedrive-api-docs/issues/53).
    """
    folder = await asyncio.to_thread(tempfile.TemporaryDirectory, prefix="dataops-")
    try:
        yield await asyncio.to_thread(_one, files, Path(folder.name))
    finally:
        await asyncio.to_thread(folder.cleanup)


async def name_and_size(files: Files) -> tuple[str, int]:
    """What they are called as one, and how many bytes that has; raises OSError."""
    async with as_one(files) as one:
        size = (await asyncio.to_thread(one.stat)).st_size
        return (files[0][0] if str(one) == files[0][1] else SEVERAL), size


def _one(files: Files, folder: Path) -> Path:
    alone = Path(files[0][1])
    if len(files) == 1 and alone.stat().st_size:
        return alone
    packed = folder / SEVERAL
    with ZipFile(packed, "w", ZIP_DEFLATED, strict_timestamps=False) as archive:
        for name, path in files:
            archive.write(path, name)
    return packed
