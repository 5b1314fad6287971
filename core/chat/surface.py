"""What a door can do in one thread, and what a door is."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from core.artifact import Artifact
from core.chat.card import Card
from core.chat.forgotten import Forgotten
from core.chat.inbound import Actor, Inbound, InboundFile
from core.chat.nearby_files import NearbyFiles
from core.chat.picture_size import PictureSize
from core.chat.profile import ChannelProfile, PersonProfile
from core.chat.thread_ref import ChannelRef, ThreadRef


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What an implementation keeps. The defaults say no; a flag is raised with the code that renders it.

    ``copies``: a file that is handed over is copied to the platform's own servers. ``stream``: the surface is
    a ``StreamingSurface``, and this place is one in which it streams. ``update_interval`` is the least number
    of seconds between two repaints of one post. ``largest_picture``: no larger PNG stands in a thread itself;
    of a larger one it shows the preview. None: it needs no preview.
    """

    repaint: bool = False
    buttons: bool = False
    files: bool = False
    copies: bool = False
    pictures: bool = False
    private: bool = False
    stream: bool = False
    update_interval: float = 1.0
    largest_picture: PictureSize | None = None


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A post that stands in a thread."""

    thread: ThreadRef
    id: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A PNG that stands in a thread for a picture which is too large for it, and a word on the difference."""

    png: bytes
    note: str


@dataclass(frozen=True, slots=True)
class Deliverable:
    """An artifact and a local file with its content.

    Of the picture of an answer ``alt`` says what it shows, and there is a ``preview`` where the surface needs
    one: it stands in the thread beside the file, never in its place.
    """

    artifact: Artifact
    path: Path
    alt: str = ""
    preview: Preview | None = None


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where a file went, as a person finds it; or, if it could not be delivered, why.

    With neither it is one that this surface can only link to.
    """

    artifact_id: str
    place: str = ""
    problem: str = ""


class Surface(Protocol):
    """One thread, in intents. ``key`` names a post: posting the same key again posts nothing new.

    A surface opened on a channel gets its thread with its first post.
    """

    capabilities: Capabilities

    async def say(self, card: Card, *, key: str, privately_to: Actor | None = None) -> MessageRef:
        """Post a card; people are notified."""
        ...

    async def repaint(self, ref: MessageRef, card: Card) -> None:
        """Change a post in place; nobody is notified. A surface that cannot does nothing."""
        ...

    async def deliver(self, items: Sequence[Deliverable], *, key: str) -> list[Delivered]:
        """Hand files over; one result an item, in order; never raises for one bad item."""
        ...

    async def find(self, key: str) -> MessageRef | None:
        """The post with this key if it is known to stand; used after a crash."""
        ...


class NotStreamed(Exception):  # noqa: N818 - it says what happens, and is no fault
    """A door does not stream here or now; the answer is to be posted whole."""


class AnswerStream(Protocol):
    """One answer, shown while it is being written.

    Whatever goes wrong is raised. Then ``drop`` takes away what stands, and the answer is posted whole.
    """

    async def add(self, markdown: str) -> None:
        """Show more text, at the door's own pace: it returns when more can come.

        The first text begins the stream; NotStreamed says that there will be none. While nothing comes it is
        called every few seconds with an empty text: streams of some platforms have to be renewed in time.
        """
        ...

    async def end(self, markdown: str, rest: Card) -> MessageRef:
        """Show the last of the text and what else there is; from now on it is the post with the key."""
        ...

    async def drop(self) -> None:
        """Take away what was shown and never ended, by this process or by one that died."""
        ...


@runtime_checkable
class StreamingSurface(Surface, Protocol):
    """A thread in which answers can be streamed."""

    def stream(self, *, key: str, reader: Actor) -> AnswerStream:
        """The stream of the post with a key, not begun yet; ``reader`` is who asked."""
        ...


class Door(Protocol):
    """A platform: opens surfaces and fetches the files it announced."""

    platform: str
    connected: Callable[[], Awaitable[bool]] | None = None
    """Whether a connection stands that the door holds itself; None where it holds none."""

    def open(self, place: ChannelRef | ThreadRef) -> Surface:
        """A surface in a thread, or in a channel where the first post begins a thread."""
        ...

    def sweep(self) -> None:
        """Remove what nobody can need any more, once a day; blocking. A door may keep nothing at all."""
        return

    def delete_before(self, moment: datetime) -> int:  # noqa: ARG002 - most doors keep nothing for so long
        """Remove what was said before a moment from what the door itself keeps; how much. Blocking."""
        return 0

    async def person_profile(self, person: Actor, channel: ChannelRef) -> PersonProfile:  # noqa: ARG002 - most doors know of no more
        """What the platform says of a person who did something in a channel.

        Raises UserFacingError where it cannot be asked. A door of this machine has neither guests nor groups.
        """
        return PersonProfile()

    async def channel_profile(self, channel: ChannelRef) -> ChannelProfile:  # noqa: ARG002 - most doors know of no more
        """What the platform says of a channel; raises UserFacingError where it cannot be asked."""
        return ChannelProfile()

    async def drop(self, inbound: Inbound) -> None:  # noqa: ARG002 - most doors keep nothing
        """Remove what the door itself keeps of a message that was refused."""
        return

    async def forget(self, forgotten: Forgotten) -> None:  # noqa: ARG002 - a door may keep nothing at all
        """Remove what the door itself keeps of what was said; what a platform shows stays there."""
        return

    async def files_of(self, inbound: Inbound) -> Sequence[InboundFile]:
        """The files that a message brings, and those that it names in its channel, as they are known now.

        Raises UserFacingError for one that is not to be had. Most doors have told everything already.
        """
        return inbound.files

    async def files_near(self, inbound: Inbound) -> NearbyFiles:  # noqa: ARG002 - most doors know of none
        """What people shared around a message that brings no file; asked only where one is needed.

        Raises UserFacingError where the door itself is not open any more.
        """
        return NearbyFiles()

    def fetch(self, file: InboundFile) -> AsyncIterator[bytes]:
        """The bytes of an announced file; raises UserFacingError when they are not to be had."""
        ...
