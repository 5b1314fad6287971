"""Slack as a door."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.slack.answer_streams import AnswerStreams
from adapters.slack.arrivals.delivery import PLATFORM
from adapters.slack.channel_files import ChannelFiles
from adapters.slack.directory.directory import SlackDirectory
from adapters.slack.file_fetching import FileFetching
from adapters.slack.file_sharing import FileSharing
from adapters.slack.form_records import FormRecords
from adapters.slack.oauth import Installing
from adapters.slack.post_records import PostRecords
from adapters.slack.posting import Posting
from adapters.slack.repaints import workspace_repaints
from adapters.slack.share_records import ShareRecords
from adapters.slack.status_lines import StatusLines
from adapters.slack.stream_records import StreamRecords
from adapters.slack.surface import SlackSurface
from adapters.slack.text_sharing import TextSharing
from adapters.slack.thread_files import ThreadFiles
from adapters.slack.ways_back import WaysBack
from adapters.slack.workspace import Workspaces
from core.chat.door_database import DoorDatabase
from core.chat.errands import Errands
from core.chat.forgotten import Forgotten
from core.chat.inbound import Actor, Inbound, InboundFile
from core.chat.nearby_files import NearbyFiles
from core.chat.profile import ChannelProfile, PersonProfile
from core.chat.surface import Door
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.chat.uploads import LOCATOR, Uploads, folder_of

if TYPE_CHECKING:
    from core.chat.repaints import Repaints

RECORDS_SECONDS = 30 * 24 * 3600
"""What stands in Slack is known for a month: nothing that began earlier is still being posted."""


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
        self._shares = ShareRecords(database)
        self._sharing = FileSharing(self._shares)
        self._texts = TextSharing(self._sharing, self._posting)
        self._stream_records = StreamRecords(database, self._records)
        self._streams = AnswerStreams(workspaces, self._stream_records, self._texts)
        self._fetching = FileFetching(workspaces, api_url)
        self.ways_back = WaysBack(database)
        self.forms = FormRecords(database)
        self.channel_files = ChannelFiles(workspaces)
        self._thread_files = ThreadFiles(workspaces, self.channel_files)
        self.directory = SlackDirectory(workspaces)
        self.errands = Errands()
        self._repaints: dict[str, Repaints] = {}
        self._status: dict[str, StatusLines] = {}

    def open(self, place: ChannelRef | ThreadRef) -> SlackSurface:
        """The surface of a thread or channel."""
        tenant = place.channel.tenant if isinstance(place, ThreadRef) else place.tenant
        repaints = self._repaints.setdefault(tenant, workspace_repaints())
        status = self._status.setdefault(tenant, StatusLines(self.workspaces, self.errands))
        parts = (
            self.workspaces,
            self._records,
            self._posting,
            repaints,
            self._sharing,
            self._texts,
            self.ways_back,
            status,
            self._streams,
        )
        return SlackSurface(place, *parts)

    async def person_profile(self, person: Actor, channel: ChannelRef) -> PersonProfile:  # noqa: ARG002 - of all channels of an installation the same is told
        """What Slack says of somebody now."""
        return await self.directory.person(person)

    async def channel_profile(self, channel: ChannelRef) -> ChannelProfile:
        """What Slack says of a channel now."""
        return await self.directory.channel(channel)

    async def files_of(self, inbound: Inbound) -> Sequence[InboundFile]:
        """The files of a message by their names, or those of its channel that its words name."""
        return await self.channel_files.of(inbound)

    async def files_near(self, inbound: Inbound) -> NearbyFiles:
        """The files of the thread that a message replies in; for others, the latest of the channel."""
        return await self._thread_files.near(inbound)

    async def drop(self, inbound: Inbound) -> None:
        """Remove the texts that were pasted into a message that was refused."""
        await self.uploads.discard(folder_of(inbound.act))

    async def forget(self, forgotten: Forgotten) -> None:
        """Remove forms with what was typed; of posts only their places are kept."""
        await asyncio.to_thread(self.forms.forget, forgotten.thread.channel, forgotten.people)

    def fetch(self, file: InboundFile) -> AsyncIterator[bytes]:
        """The bytes of a file that somebody shared, or of a text that was pasted."""
        return self.uploads.read(file) if LOCATOR.fullmatch(file.locator) else self._fetching.read(file)

    def sweep(self) -> None:
        """Remove what nobody can need any more. Blocking."""
        self.uploads.sweep()
        self.ways_back.sweep()
        self._records.sweep(RECORDS_SECONDS)
        self._stream_records.sweep(RECORDS_SECONDS)
        self._shares.sweep(RECORDS_SECONDS)

    async def settle(self) -> None:
        """Wait for what is still to be done: changes of posts, renewals of tokens."""
        painters = [repaints.settle() for repaints in self._repaints.values()]
        await asyncio.gather(self.errands.settle(), *painters)
        await self.workspaces.settle()
