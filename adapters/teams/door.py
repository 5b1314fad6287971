"""Teams as a door."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from weakref import WeakValueDictionary

from adapters.teams.answer_streams import AnswerStreams
from adapters.teams.arrivals.delivery import PLATFORM
from adapters.teams.chat_threads import ChatThreads
from adapters.teams.consent_posts import ConsentPosts
from adapters.teams.consents import Consents
from adapters.teams.conversations import Conversations
from adapters.teams.directory.directory import TeamsDirectory
from adapters.teams.directory.members import Members
from adapters.teams.directory.mentioned_people import MentionedPeople
from adapters.teams.downloads import Downloads
from adapters.teams.file_fetching import FileFetching
from adapters.teams.file_handing import FileHanding
from adapters.teams.file_hosts import FileHosts
from adapters.teams.file_offers import FileOffers
from adapters.teams.form_posts import FormPosts
from adapters.teams.form_records import FormRecords
from adapters.teams.graph.graph import Graph, GraphAccess
from adapters.teams.graph.held_files import HeldFiles
from adapters.teams.onedrive_offers import OneDriveOffers
from adapters.teams.post_records import PostRecords
from adapters.teams.posting import Posting
from adapters.teams.stream_records import StreamRecords
from adapters.teams.surface import LEAST_SECONDS, TeamsSurface, conversation
from adapters.teams.telling import Telling
from adapters.teams.transport import TeamsTransport
from adapters.teams.typing import Typing
from adapters.teams.welcome import Greeting, Introduce, Welcome
from adapters.teams.welcome_records import WelcomeRecords
from core.chat.door_database import DoorDatabase
from core.chat.errands import Errands
from core.chat.forgotten import Forgotten
from core.chat.inbound import Actor, Inbound, InboundFile
from core.chat.profile import ChannelProfile, PersonProfile
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
        access: GraphAccess | None = None,
    ) -> None:
        self._database = database
        self.transport = transport
        self.file_hosts = file_hosts
        self.uploads = Uploads(folder)
        self.conversations = Conversations(database)
        self.downloads = Downloads(database)
        self.records = PostRecords(database)
        self.errands = Errands()
        self._consents = Consents(database)
        self._posting = Posting(transport, self.conversations, self.records)
        self.paces = self._posting.paces
        graph = Graph(access, transport, self.conversations, self._posting, file_hosts)
        members = Members(transport, self._posting.paces)
        self.directory = TeamsDirectory(members, self.conversations, graph.owners)
        self.mentioned = MentionedPeople(members)
        self.held_files = HeldFiles(graph.messages)
        consent_posts = ConsentPosts(self._posting, self.records)
        self.onedrive_offers = OneDriveOffers(consent_posts, self._consents, file_hosts, self.errands)
        self.handing = FileHanding(self._posting, self.onedrive_offers, graph.folder)
        self.forms = FormRecords(database)
        self.form_posts = FormPosts(self._posting, self.records, self.forms, self._painter)
        self.offers = FileOffers(database)
        self.telling = Telling(self._posting)
        self._fetching = FileFetching(self.downloads, transport, graph.drive_files)
        self._typing = Typing(self._posting, self.errands)
        self._stream_records = StreamRecords(database, self.records)
        self._streams = AnswerStreams(self._posting, self._stream_records)
        self._repaints: WeakValueDictionary[str, Repaints] = WeakValueDictionary()

    def chat_threads(self, has_open: Callable[[ThreadRef], bool]) -> ChatThreads:
        """The threads of chats; ``has_open`` says whether a question is open in one. It blocks."""
        return ChatThreads(self._database, has_open)

    def welcome(self, greeting: Greeting, introduce: Introduce) -> Welcome:
        """What is said where the bot is added, in the words of ``greeting``."""
        records = WelcomeRecords(self._database)
        return Welcome(records, greeting, introduce, self.telling, self.conversations, self.errands)

    def open(self, place: ChannelRef | ThreadRef) -> TeamsSurface:
        """The surface of a thread or channel."""
        channel = place.channel if isinstance(place, ThreadRef) else place
        painter = self._painter(channel)
        parts = (self._posting, self.records, self.conversations, painter, self.handing, self._typing)
        return TeamsSurface(place, *parts, self._streams)

    async def person_profile(self, person: Actor, channel: ChannelRef) -> PersonProfile:
        """What Teams says of somebody now."""
        return await self.directory.person(person, channel)

    async def channel_profile(self, channel: ChannelRef) -> ChannelProfile:
        """What Teams says of a channel or chat now."""
        return await self.directory.channel(channel)

    async def drop(self, inbound: Inbound) -> None:
        """Remove what was pasted into a message that was refused, and where its files are."""
        await self.uploads.discard(folder_of(inbound.act))
        await asyncio.to_thread(self.downloads.forget, [each.locator for each in inbound.files])

    async def forget(self, forgotten: Forgotten) -> None:
        """Remove forms, offers and streamed texts with what was said, and the names of offered files."""
        for forget in (self.forms.forget, self.offers.forget):
            await asyncio.to_thread(forget, forgotten.acts)
        for drop in (self._stream_records.drop, self._consents.drop):
            await asyncio.to_thread(drop, forgotten)

    def holds(self, act: str) -> bool:
        """Whether a message waits here: in a form, or until it is said what its files are for. Blocking."""
        return self.forms.holds(act) or self.offers.holds(act)

    async def files_of(self, inbound: Inbound) -> Sequence[InboundFile]:
        """The files that a message brings; those that Teams does not hand over are asked for elsewhere."""
        return await self.held_files.of(inbound)

    def fetch(self, file: InboundFile) -> AsyncIterator[bytes]:
        """The bytes of a file that somebody sent, or of a text that was pasted."""
        return self.uploads.read(file) if LOCATOR.fullmatch(file.locator) else self._fetching.read(file)

    def sweep(self) -> None:
        """Remove what nobody can need any more. Blocking."""
        self.uploads.sweep()
        self.downloads.sweep()
        self._consents.sweep()
        self.offers.sweep()
        self.forms.sweep()
        self.records.sweep(RECORDS_SECONDS)
        self._stream_records.sweep()

    def _painter(self, channel: ChannelRef) -> Repaints:
        """Makes the changes of one conversation, at its pace; there while it is needed."""
        painter = self._repaints.get(str(channel))
        if painter is None:
            painter = self._repaints[str(channel)] = Repaints(LEAST_SECONDS, together=conversation)
        return painter

    async def settle(self) -> None:
        """Wait for what is still to be done."""
        painters = [repaints.settle() for repaints in self._repaints.values()]
        await asyncio.gather(self.errands.settle(), *painters)
