"""Files that came with a message, until the run has taken them."""

import asyncio
import os
import re
import shutil
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from core.chat.inbound import InboundFile
from core.errors import UserFacingError

CHUNK = 1 << 20
LOCATOR = re.compile("[0-9a-f]{32}/[0-9]{1,3}")
KEPT_SECONDS = 7 * 24 * 3600
"""A failed run can be tried again for this long; then its files are attached anew."""


class Uploads:
    """A folder with one folder a message. A locator is ``<message>/<number>``."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock

    async def keep(self, message: str, number: int, chunks: AsyncIterator[bytes]) -> tuple[str, int]:
        """Write a file to the disk, whole; its locator and its size in bytes."""
        locator = f"{message}/{number}"
        path, size = self._path(locator), 0
        await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
        stream = await asyncio.to_thread(path.open, "wb")
        try:
            async for chunk in chunks:
                size += len(chunk)
                await asyncio.to_thread(stream.write, chunk)
            await asyncio.to_thread(stream.flush)
            await asyncio.to_thread(os.fsync, stream.fileno())
        finally:
            await asyncio.to_thread(stream.close)
        return locator, size

    async def read(self, file: InboundFile) -> AsyncIterator[bytes]:
        """The content of a kept file; raises UserFacingError when it is not there any more."""
        try:
            async for chunk in self.chunks(self._path(file.locator)):
                yield chunk
        except (OSError, ValueError) as error:
            raise UserFacingError(f"{file.name} is not here any more; attach it again.") from error

    async def chunks(self, path: Path) -> AsyncIterator[bytes]:
        """The bytes of a file of this machine; raises OSError."""
        stream = await asyncio.to_thread(path.open, "rb")
        try:
            while chunk := await asyncio.to_thread(stream.read, CHUNK):
                yield chunk
        finally:
            await asyncio.to_thread(stream.close)

    async def discard(self, message: str) -> None:
        """Remove the files of a message that was not sent."""
        await asyncio.to_thread(shutil.rmtree, self._path(f"{message}/0").parent, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what nobody can need any more: the content is among the artifacts since long."""
        oldest = self._clock() - KEPT_SECONDS
        for folder in self._folder.glob("*"):
            if folder.stat().st_mtime < oldest:
                shutil.rmtree(folder, ignore_errors=True)

    def _path(self, locator: str) -> Path:
        """The file of a locator; raises ValueError for anything that is none."""
        if LOCATOR.fullmatch(locator) is None:
            raise ValueError("no locator of an upload")
        return self._folder / locator
