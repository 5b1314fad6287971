"""Slack as a door."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

from adapters.slack.arrivals.delivery import PLATFORM
from adapters.slack.file_fetching import FileFetching
from adapters.slack.file_sharing import FileSharing
from adapters.slack.post_records import PostRecords
from adapters.slack.posting import Posting
from adapters.slack.repaints import Repaints
from adapters.slack.share_records import ShareRecords
from adapters.slack.surface import SlackSurface
from adapters.slack.ways_back import WaysBack
from adapters.slack.workspace import Workspaces
from core.chat.door_database import DoorDatabase
from core.chat.inbound import InboundFile
from core.chat.surface import Door
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.chat.uploads import LOCATOR, Uploads


class SlackDoor(Door):
    """Opens threads in the workspaces that the bot is installed in."""

    platform = PLATFORM

    def __init__(self, workspaces: Workspaces, database: DoorDatabase, folder: Path, api_url: str) -> None:
        self.workspaces = workspaces
        self.uploads = Uploads(folder)
        self._records = PostRecords(database)
        self._posting = Posting(self._records)
        self._sharing = FileSharing(ShareRecords(database))
        self._fetching = FileFetching(workspaces, urlsplit(api_url).hostname or "")
        self.ways_back = WaysBack(database)
        self._repaints: dict[str, Repaints] = {}

    def open(self, place: ChannelRef | ThreadRef) -> SlackSurface:
        """The surface of a thread or channel."""
        tenant = place.channel.tenant if isinstance(place, ThreadRef) else place.tenant
        repaints = self._repaints.setdefault(tenant, Repaints())
        parts = (self.workspaces, self._records, self._posting, repaints, self._sharing, self.ways_back)
        return SlackSurface(place, *parts)

    def fetch(self, file: InboundFile) -> AsyncIterator[bytes]:
        """The bytes of a file that somebody shared, or of a text that was pasted."""
        return self.uploads.read(file) if LOCATOR.fullmatch(file.locator) else self._fetching.read(file)

    async def settle(self) -> None:
        """Wait for the changes of posts that are still to be made."""
        for repaints in self._repaints.values():
            await repaints.settle()
