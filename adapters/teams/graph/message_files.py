"""The files of a message, as Graph knows them.

A person can put any address into a message of theirs, and the bot may read every file of the tenant. So it
reads only what the others may read anyway, or what the author has given: files of the channel's own library,
and those of the author's own OneDrive.
"""

from base64 import urlsafe_b64encode

import structlog

from adapters.teams.arrivals.attached import Obstacle, Unreachable
from adapters.teams.graph.client import GraphClient, path
from adapters.teams.graph.drive_files import DriveFile
from adapters.teams.graph.graph_error import GraphError
from adapters.teams.graph.places import Places
from adapters.teams.graph.rights import CHANNEL_MESSAGES, CHAT_MESSAGES, READ_FILES
from adapters.teams.graph.shapes import ChatMessage, Drive, DriveItem, Reference
from core.chat.inbound import InboundFile
from core.chat.thread_ref import ChannelRef

logger = structlog.get_logger()

REFERENCE = "reference"
MOST = 10
"""Files of one message; Teams takes ten."""


class MessageFiles:
    """Asks for a message, then for each of its files. The content is fetched later."""

    def __init__(self, client: GraphClient, places: Places) -> None:
        self._client = client
        self._places = places

    async def of(self, place: ChannelRef, root: str, message: str) -> list[InboundFile]:
        """The files of a message in order, those that are not to be had among them; raises GraphError."""
        in_channel = await self._places.is_channel(place)
        right = CHANNEL_MESSAGES if in_channel else CHAT_MESSAGES
        address = await self._places.message(place, root, message)
        told = await self._client.get(address, ChatMessage, right=right)
        named = [each for each in told.attachments or () if each.content_type == REFERENCE]
        library = (await self._places.folder(place)).drive if named and in_channel else ""
        return [await self._file(each, library, told.author) for each in named[:MOST]]

    async def _file(self, named: Reference, library: str, author: str) -> InboundFile:
        name = (named.name or "").strip() or "The attached file"
        try:
            item = await self._client.get(_shared(named.content_url or ""), DriveItem, right=READ_FILES)
            in_library = bool(library) and item.drive == library
            given = in_library or await self._is_of(author, item.drive)
        except GraphError as error:
            logger.warning("graph_file_not_found", status=error.status, code=error.code)
            return Unreachable(name, Obstacle.NOT_HANDED_OVER).file
        if item.file is None or not given:
            return Unreachable(name, Obstacle.ELSEWHERE).file
        return DriveFile(item.drive, item.id).file(item.name or name, item.size)

    async def _is_of(self, person: str, drive: str) -> bool:
        """Whether a library is this person's own OneDrive."""
        found = await self._client.get(path("drives", drive), Drive, right=READ_FILES)
        return bool(person) and found.owner is not None and found.owner.person == person


def _shared(address: str) -> str:
    """Where the item behind an address of SharePoint's is (learn.microsoft.com/graph/api/shares-get)."""
    token = urlsafe_b64encode(address.encode("utf-8", "replace")).decode().rstrip("=")
    return f"{path('shares', f'u!{token}')}/driveItem"
