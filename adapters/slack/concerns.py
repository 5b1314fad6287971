"""What of all that Slack delivers concerns the bot, as messages of the house."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from adapters.slack.analysis import CALLBACK, brings_something
from adapters.slack.arrivals.arrival import Arrival
from adapters.slack.arrivals.command import Command
from adapters.slack.arrivals.message import Message
from adapters.slack.arrivals.press import Press
from adapters.slack.arrivals.shortcut import MessageShortcut
from core.chat.desk import Desk
from core.chat.inbound import Inbound, InboundFile
from core.chat.said import PastedText
from core.chat.uploads import Uploads, folder_of


class Concerns:
    """Keeps pasted texts as files, because a message carries no file's content."""

    def __init__(self, desk: Desk, uploads: Uploads) -> None:
        self._desk = desk
        self._uploads = uploads

    async def of(self, came: Arrival) -> Inbound | None:
        """The message that a delivery is, if it concerns the bot."""
        match came:
            case Message() if came.addressed or await self._in_our_thread(came):
                files = (each.file for each in came.content.attached.unreachable)
                return await self._kept(came.inbound, came.content.said.pasted, *files)
            case Command():
                return await self._kept(came.inbound, came.said.pasted)
            case Press():
                return came.inbound
            case MessageShortcut() if came.callback == CALLBACK and brings_something(came):
                return await self._kept(came.inbound, came.content.said.pasted)
            case _:
                return None

    async def _kept(self, inbound: Inbound, pasted: Sequence[PastedText], *others: InboundFile) -> Inbound:
        """The message with its pasted texts as files, and the other files behind its own.

        Of somebody whom the policy does not name nothing is kept but that they said something.
        """
        if not await self._desk.known(inbound):
            return emptied(inbound)
        folder = folder_of(inbound.act)
        files = [await self._file(folder, *each) for each in enumerate(pasted)]
        return inbound.model_copy(update={"files": (*inbound.files, *files, *others)})

    async def _file(self, folder: str, number: int, pasted: PastedText) -> InboundFile:
        content = pasted.text.encode("utf-8", "replace")
        locator, size = await self._uploads.keep(folder, number, _one(content))
        return InboundFile(name=pasted.name, locator=locator, size=size)

    async def _in_our_thread(self, message: Message) -> bool:
        """In a thread that the bot takes part in nobody needs to name it, if the policy names them."""
        inbound, thread = message.inbound, message.inbound.thread
        if not message.reply or thread is None or not await asyncio.to_thread(self._desk.takes_part, thread):
            return False
        return await self._desk.known(inbound)


def emptied(inbound: Inbound) -> Inbound:
    """That somebody did something, and nothing of what they said or put in."""
    return inbound.model_copy(update={"text": "", "files": (), "parameters": {}, "named": {}, "value": None})


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
