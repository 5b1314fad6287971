"""What of all that Teams delivers concerns the bot, as messages of the house."""

import asyncio
from collections.abc import AsyncIterator

from adapters.teams.arrivals.message import Message
from adapters.teams.arrivals.message_action import MessageAction
from adapters.teams.arrivals.press import Press
from adapters.teams.chat_threads import ChatThreads
from adapters.teams.door import TeamsDoor
from adapters.teams.own_chat import OwnChat
from core.chat.desk import Desk
from core.chat.inbound import Inbound, InboundFile
from core.chat.said import PastedText
from core.chat.thread_ref import ThreadRef
from core.chat.uploads import folder_of

NEW = "/dataops new"
"""Begins a new conversation in a chat that has no threads."""


class Concerns:
    """Finds the thread of what comes in, and keeps pasted texts as files."""

    def __init__(self, door: TeamsDoor, desk: Desk, chat_threads: ChatThreads) -> None:
        self._door = door
        self._desk = desk
        self._chat_threads = chat_threads
        self._own_chat = OwnChat(door)

    async def placed(self, came: Message | Press | MessageAction) -> Inbound | None:
        """The message that an activity is, in its thread; None for one that is none of the bot's."""
        match came:
            case Press():
                return await self._on_card(came)
            case Message() if not (came.addressed or await self._in_our_thread(came.inbound.thread)):
                return None
            case Message() if came.unseen:
                return await self._alone(came)
            case _:
                return await self._in_thread(came.inbound, came.message or came.inbound.id)

    async def kept(self, inbound: Inbound, came: Message | MessageAction) -> Inbound:
        """The message with its pasted texts as files; of somebody unknown nothing is kept."""
        if not await self._desk.known(inbound):
            return inbound.model_copy(update={"text": "", "files": (), "named": {}})
        attached, pasted = came.content.attached, came.content.said.pasted
        await asyncio.to_thread(self._door.downloads.keep, attached.downloads)
        folder = folder_of(inbound.act)
        files = [await self._file(folder, *each) for each in enumerate(pasted)]
        lost = self._door.held_files.announced(attached.unreachable, *_where(came))
        kept = inbound.model_copy(update={"files": (*inbound.files, *files, *lost)})
        return await self._door.mentioned.named(kept, came.reference, came.content.said.named)

    async def _alone(self, came: Message) -> Inbound | None:
        """A message that nobody else sees goes on in its author's own chat."""
        own = await self._own_chat.of(came)
        if own is None:
            return None
        moved = came.inbound.model_copy(update={"channel": own, "thread": None})
        return await self._in_thread(moved, came.message)

    async def _file(self, folder: str, number: int, pasted: PastedText) -> InboundFile:
        content = pasted.text.encode("utf-8", "replace")
        locator, size = await self._door.uploads.keep(folder, number, _one(content))
        return InboundFile(name=pasted.name, locator=locator, size=size)

    async def _in_thread(self, inbound: Inbound, fresh: str) -> Inbound:
        """A chat has no threads of its own: what is said within some hours belongs together."""
        if inbound.thread is not None:
            return inbound
        begins = inbound.text.strip().lower() == NEW
        find = self._chat_threads.begin if begins else self._chat_threads.current
        return inbound.model_copy(update={"thread": await asyncio.to_thread(find, inbound.channel, fresh)})

    async def _on_card(self, press: Press) -> Inbound:
        """A press belongs to the thread of the post that it was made on."""
        inbound, thread = press.inbound, None
        if press.card is not None:
            thread = await asyncio.to_thread(self._door.records.thread_of, inbound.channel, press.card)
        if thread is not None:
            return inbound.model_copy(update={"thread": thread})
        return await self._in_thread(inbound, inbound.id)

    async def _in_our_thread(self, thread: ThreadRef | None) -> bool:
        return thread is not None and await asyncio.to_thread(self._desk.takes_part, thread)


def _where(came: Message | MessageAction) -> tuple[str, str]:
    """Where a message that others see hangs: the ids of its thread's first message and of itself."""
    if came.reference.scope == "personal" or not isinstance(came, Message) or came.unseen:
        return "", ""
    return (came.inbound.thread.thread if came.inbound.thread else ""), came.message


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
