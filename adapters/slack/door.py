"""Slack as a door."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from adapters.slack.arrivals.delivery import PLATFORM
from adapters.slack.channel_files import ChannelFiles
from adapters.slack.errands import Errands
from adapters.slack.file_fetching import FileFetching
from adapters.slack.file_sharing import FileSharing
from adapters.slack.form_records import FormRecords
from adapters.slack.oauth import Installing
from adapters.slack.post_records import PostRecords
from adapters.slack.posting import Posting
from adapters.slack.repaints import Repaints
from adapters.slack.share_records import ShareRecords
from adapters.slack.status_lines import StatusLines
from adapters.slack.surface import SlackSurface
from adapters.slack.ways_back import WaysBack
from adapters.slack.workspace import Workspaces
from core.chat.door_database import DoorDatabase
from core.chat.inbound import Inbound, InboundFile
from core.chat.surface import Door
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.chat.uploads import LOCATOR, Uploads


class SlackDoor(Door):
    """Opens threads in the workspaces that the bot is installed in."""

    platform = PLATFORM
    installing: Installing | None = None
    """Where people install the app in further workspaces, if that is set up."""

    def __init__(self, workspaces: Workspaces, database: DoorDatabase, folder: Path, api_url: str) -> None:
        self.workspaces = workspaces
        self.uploads = Uploads(folder)
        self._records = PostRecords(database)
        self._posting = Posting(self._records)
        self._sharing = FileSharing(ShareRecords(database))
        self._fetching = FileFetching(workspaces, urlsplit(api_url).hostname or "")
        self.ways_back = WaysBack(database)
        self.forms = FormRecords(database)
        self.channel_files = ChannelFiles(workspaces)
        self.errands = Errands()
        self._repaints: dict[str, Repaints] = {}
        self._status: dict[str, StatusLines] = {}

    def open(self, place: ChannelRef | ThreadRef) -> SlackSurface:
        """The surface of a thread or channel."""
        tenant = place.channel.tenant if isinstance(place, ThreadRef) else place.tenant
        repaints = self._repaints.setdefault(tenant, Repaints())
        status = self._status.setdefault(tenant, StatusLines(self.workspaces, self.errands))
        parts = (
            self.workspaces,
            self._records,
            self._posting,
            repaints,
            self._sharing,
            self.ways_back,
            status,
        )
        return SlackSurface(place, *parts)

    async def files_of(self, inbound: Inbound) -> Sequence[InboundFile]:
        """The files of a message by their names, and those of its channel that a command names."""
        return await self.channel_files.of(inbound)

    def fetch(self, file: InboundFile) -> AsyncIterator[bytes]:
        """The bytes of a file that somebody shared, or of a text that was pasted."""
        return self.uploads.read(file) if LOCATOR.fullmatch(file.locator) else self._fetching.read(file)

    async def settle(self) -> None:
        """Wait for what is still to be done: changes of posts, renewals of tokens."""
        for repaints in self._repaints.values():
            await repaints.settle()
        await self.errands.settle()
        await self.workspaces.settle()
