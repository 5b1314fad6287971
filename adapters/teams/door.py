"""Teams as a door."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

from adapters.teams.arrivals.delivery import PLATFORM
from adapters.teams.chat_threads import ChatThreads
from adapters.teams.consents import Consents
from adapters.teams.conversations import Conversations
from adapters.teams.downloads import Downloads
from adapters.teams.file_fetching import FileFetching
from adapters.teams.file_handing import FileHanding
from adapters.teams.file_hosts import FileHosts
from adapters.teams.post_records import PostRecords
from adapters.teams.posting import Posting
from adapters.teams.surface import LEAST_SECONDS, TeamsSurface
from adapters.teams.transport import TeamsTransport
from adapters.teams.typing import Typing
from core.chat.door_database import DoorDatabase
from core.chat.errands import Errands
from core.chat.inbound import Inbound, InboundFile
from core.chat.repaints import Repaints
from core.chat.surface import Door
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.chat.uploads import LOCATOR, Uploads, folder_of

RECORDS_SECONDS = 30 * 24 * 3600
"""What stands in Teams is known for a month: cards that are older are not pressed any more."""


class TeamsDoor(Door):
    """Opens threads in the teams and chats that the bot is in."""

    platform = PLATFORM

    def __init__(
        self,
        transport: TeamsTransport,
        database: DoorDatabase,
        folder: Path,
        file_hosts: FileHosts,
    ) -> None:
        self._database = database
        self.file_hosts = file_hosts
        self.uploads = Uploads(folder)
        self.conversations = Conversations(database)
        self.downloads = Downloads(database)
        self.records = PostRecords(database)
        self.errands = Errands()
        self._consents = Consents(database)
        self._posting = Posting(transport, self.conversations, self.records)
        self.handing = FileHanding(self._posting, self._consents, file_hosts)
        self._fetching = FileFetching(self.downloads, transport)
        self._typing = Typing(self._posting, self.errands)
        self._repaints: dict[str, Repaints] = {}

    def chat_threads(self, has_open: Callable[[ThreadRef], bool]) -> ChatThreads:
        """The threads of chats; ``has_open`` says whether a question is open in one. It blocks."""
        return ChatThreads(self._database, has_open)

    def open(self, place: ChannelRef | ThreadRef) -> TeamsSurface:
        """The surface of a thread or channel."""
        channel = place.channel if isinstance(place, ThreadRef) else place
        repaints = self._repaints.setdefault(str(channel), Repaints(LEAST_SECONDS))
        parts = (self._posting, self.records, self.conversations, repaints, self.handing, self._typing)
        return TeamsSurface(place, *parts)

    async def drop(self, inbound: Inbound) -> None:
        """Remove the texts that were pasted into a message that was refused."""
        await self.uploads.discard(folder_of(inbound.act))

    def fetch(self, file: InboundFile) -> AsyncIterator[bytes]:
        """The bytes of a file that somebody sent, or of a text that was pasted."""
        return self.uploads.read(file) if LOCATOR.fullmatch(file.locator) else self._fetching.read(file)

    def sweep(self) -> None:
        """Remove what nobody can need any more. Blocking."""
        self.uploads.sweep()
        self.downloads.sweep()
        self._consents.sweep()
        self.records.sweep(RECORDS_SECONDS)

    async def settle(self) -> None:
        """Wait for what is still to be done."""
        for repaints in self._repaints.values():
            await repaints.settle()
        await self.errands.settle()
