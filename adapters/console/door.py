"""The terminal as a door."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from adapters.console.surface import ConsoleSurface, OutOf, Show
from adapters.console.transcript import Transcript
from core.chat.forgotten import Forgotten
from core.chat.inbound import InboundFile
from core.chat.surface import Door
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.errors import UserFacingError

PLATFORM = "console"
CHUNK = 1 << 20
SURFACES = 64
"""Surfaces that are remembered, those that were opened last."""


class ConsoleDoor(Door):
    """Opens threads in the terminal. A file's locator is its absolute path: the person named it."""

    platform = PLATFORM

    def __init__(self, folder: Path, show: Show, out_of: OutOf = lambda _: None) -> None:
        self.transcript = Transcript(folder)
        self._show = show
        self._out_of = out_of
        self._surfaces: dict[str, ConsoleSurface] = {}

    def open(self, place: ChannelRef | ThreadRef) -> ConsoleSurface:
        """The surface of a thread or channel; the same one for the same place, as long as it is in use."""
        key = str(place)
        known = self._surfaces.pop(key, None)
        self._surfaces[key] = known or ConsoleSurface(place, self.transcript, self._show, self._out_of)
        if len(self._surfaces) > SURFACES:
            del self._surfaces[next(iter(self._surfaces))]
        return self._surfaces[key]

    def delete_before(self, moment: datetime) -> int:
        """Remove transcripts of threads in which nothing has been posted since. Blocking."""
        return self.transcript.delete_before(moment)

    async def forget(self, forgotten: Forgotten) -> None:
        """Take posts out of a thread's transcript."""
        await asyncio.to_thread(self.transcript.forget, forgotten)

    async def fetch(self, file: InboundFile) -> AsyncIterator[bytes]:
        """The bytes of a file on this machine."""
        try:
            stream = await asyncio.to_thread(Path(file.locator).open, "rb")
        except (OSError, ValueError) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or "no such file"
            raise UserFacingError(
                f"{file.name} cannot be read ({reason}); check the path and its rights."
            ) from error
        try:
            while chunk := await asyncio.to_thread(stream.read, CHUNK):
                yield chunk
        finally:
            await asyncio.to_thread(stream.close)
