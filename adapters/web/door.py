"""The browser as a door."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

from adapters.web.live import Live
from adapters.web.post_store import PostStore
from adapters.web.surface import WebSurface
from core.chat.door_database import DoorDatabase
from core.chat.forgotten import Forgotten
from core.chat.inbound import Inbound, InboundFile
from core.chat.surface import Door
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.chat.uploads import Uploads

PLATFORM = "web"
TENANT = "local"


class WebDoor(Door):
    """Opens threads that pages show. Works without a server: what it posts is shown when one is started."""

    platform = PLATFORM

    def __init__(self, database: DoorDatabase, folder: Path) -> None:
        self.posts = PostStore(database)
        self.uploads = Uploads(folder)
        self.live = Live()

    def open(self, place: ChannelRef | ThreadRef) -> WebSurface:
        """The surface of a thread or channel."""
        return WebSurface(place, self.posts, self.live)

    def sweep(self) -> None:
        """Remove files of messages that nobody can need any more. Blocking."""
        self.uploads.sweep()

    def delete_before(self, moment: datetime) -> int:
        """Take old posts off the pages. Blocking."""
        return self.posts.delete_before(moment)

    async def drop(self, inbound: Inbound) -> None:
        """Remove the files of a message that was refused."""
        for folder in {file.locator.partition("/")[0] for file in inbound.files}:
            await self.uploads.discard(folder)

    async def forget(self, forgotten: Forgotten) -> None:
        """Take posts off the pages."""
        await asyncio.to_thread(self.posts.forget, forgotten)
        self.live.posted(forgotten.thread)

    def fetch(self, file: InboundFile) -> AsyncIterator[bytes]:
        """The bytes of a file that was attached."""
        return self.uploads.read(file)
