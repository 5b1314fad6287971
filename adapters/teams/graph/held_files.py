"""Files of channels and group chats, which Teams does not hand over: asked for in Graph, if it is set up."""

from collections.abc import Sequence

import structlog

from adapters.teams.arrivals.attached import Obstacle, Unreachable
from adapters.teams.graph.graph_error import GraphError
from adapters.teams.graph.held_file import HeldFile
from adapters.teams.graph.message_files import MessageFiles
from core.chat.inbound import Inbound, InboundFile
from core.chat.thread_ref import ChannelRef

logger = structlog.get_logger()

ASKED_FOR = (Obstacle.NOT_HANDED_OVER, Obstacle.LINKED)
"""What Graph may know more about; snippets and the like are no files there either."""


class HeldFiles:
    """Without ``messages``, whoever sends a file is told what to do instead."""

    def __init__(self, messages: MessageFiles | None) -> None:
        self._messages = messages

    def announced(self, files: Sequence[Unreachable], root: str, message: str) -> tuple[InboundFile, ...]:
        """The files of a message as they are written down; ``message`` is empty where Graph has none."""
        return tuple(self._announced(each, root, message) for each in files)

    def _announced(self, file: Unreachable, root: str, message: str) -> InboundFile:
        asked = self._messages is not None and message and file.obstacle in ASKED_FOR
        return HeldFile(file, root, message).file if asked else file.file

    async def of(self, inbound: Inbound) -> tuple[InboundFile, ...]:
        """The files of a message as they are known now; one that nobody has says so when it is fetched."""
        held = [each for each in map(HeldFile.of, inbound.files) if each is not None]
        if not held:
            return inbound.files
        others = (each for each in inbound.files if HeldFile.of(each) is None)
        found = await self._found(inbound.channel, held[0])
        return (*others, *(found or (each.unreachable.file for each in held)))

    async def _found(self, place: ChannelRef, held: HeldFile) -> Sequence[InboundFile]:
        """What Graph has; a message brings its files all at once."""
        if self._messages is None:
            return ()
        try:
            return await self._messages.of(place, held.root, held.message)
        except GraphError as error:
            logger.warning("graph_message_not_read", status=error.status, code=error.code)
            return ()
