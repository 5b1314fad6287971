"""Files that came with a message, until the run has taken them."""

import asyncio
import os
import re
import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from core.chat.inbound import InboundFile
from core.errors import StorageError, UserFacingError

Result = TypeVar("Result")


def folder_of(act: str) -> str:
    """The folder of what somebody did, by its id; a repeated delivery finds the same."""
    return sha256(act.encode()).hexdigest()[:32]


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
        """Write a file to the disk, whole or not at all; its locator and its size in bytes.

        Raises StorageError where there is no room for it.
        """
        locator = f"{message}/{number}"
        path = self._path(locator)
        fresh = path.with_name(f"{path.name}.{uuid4().hex}")
        try:
            await _on_disk(path.parent.mkdir, parents=True, exist_ok=True)
            size = await _write(fresh, chunks)
            await _on_disk(fresh.replace, path)
        finally:
            with suppress(OSError):  # there may be not even a folder
                await asyncio.to_thread(fresh.unlink)
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
        """Remove the files of a message that was not sent, or was refused."""
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


async def _write(path: Path, chunks: AsyncIterator[bytes]) -> int:
    """Write a new file to the disk; its size."""
    size = 0
    stream = await _on_disk(path.open, "xb")
    try:
        async for chunk in chunks:
            size += len(chunk)
            await _on_disk(stream.write, chunk)
        await _on_disk(stream.flush)
        await _on_disk(os.fsync, stream.fileno())
    finally:
        await asyncio.to_thread(stream.close)
    return size


async def _on_disk(work: Callable[..., Result], *arguments: Any, **options: Any) -> Result:
    """Do something with the disk, off the loop; what goes wrong with it is no fault of what was sent."""
    try:
        return await asyncio.to_thread(work, *arguments, **options)
    except OSError as error:
        raise StorageError(
            f"What you sent cannot be kept ({error.strerror}); tell an admin, then try again."
        ) from error
