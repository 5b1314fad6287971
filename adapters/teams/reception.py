"""What is done with whatever comes in, before it is acknowledged: written down, or left alone on purpose."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from adapters.teams.arrivals.arrival import Arrival, arrival
from adapters.teams.arrivals.file_consent import FileConsent
from adapters.teams.arrivals.ignored import Ignored, Reason
from adapters.teams.arrivals.lifecycle import Installed, Removed
from adapters.teams.arrivals.message import Message
from adapters.teams.arrivals.message_action import MessageAction
from adapters.teams.arrivals.press import INVOKE, Press
from adapters.teams.chat_threads import ChatThreads
from adapters.teams.door import TeamsDoor
from core.chat.desk import Desk
from core.chat.inbound import Actor, Inbound, InboundFile
from core.chat.said import PastedText
from core.chat.thread_ref import ThreadRef
from core.chat.uploads import folder_of
from core.errors import UserFacingError

logger = structlog.get_logger()

STORE_SECONDS = 5.0
"""Teams gives up after ten to fifteen; nobody should wait so long for a sign of life."""

NEW = "/dataops new"
"""Begins a new conversation in a chat that has no threads."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What Teams is told at once; ``body`` answers an invoke."""

    status: int = 200
    body: Mapping[str, Any] = field(default_factory=dict)


class Reception:
    """Takes activities in, whose sender was verified.

    ``waits_for_file`` is the thread in which a person was asked for a file and has not answered; it blocks.
    """

    def __init__(
        self,
        door: TeamsDoor,
        desk: Desk,
        chat_threads: ChatThreads,
        waits_for_file: Callable[[Actor], ThreadRef | None],
    ) -> None:
        self._waits_for_file = waits_for_file
        self._door = door
        self._desk = desk
        self._chat_threads = chat_threads

    async def take(self, payload: Mapping[str, Any]) -> Answer:
        """One activity of Teams; what to answer."""
        came = arrival(payload, self._door.file_hosts)
        try:
            async with asyncio.timeout(STORE_SECONDS):
                return await self._take(came)
        except (TimeoutError, UserFacingError):
            logger.warning("activity_not_stored", what=type(came).__name__, exc_info=True)
            return Answer(503)

    async def _take(self, came: Arrival) -> Answer:
        match came:
            case Message() | Press() | MessageAction():
                await self._hand_on(came)
                return _pressed(came)
            case FileConsent() if await self._may_read(came):
                self._door.errands.begin(self._door.handing.take(came))
            case Installed():
                await self._installed(came)
            case Removed():
                await asyncio.to_thread(self._door.conversations.forget, came.channel)
            case Ignored():
                return _ignored(came)
            case _:
                logger.debug("activity_left_alone", what=type(came).__name__)
        return Answer()

    async def _hand_on(self, came: Message | Press | MessageAction) -> None:
        """Write down what concerns the bot, with what is needed to answer it later."""
        inbound = await self._inbound(came)
        if inbound is None:
            return
        spoken_in = came.inbound.channel
        await asyncio.to_thread(self._door.conversations.remember, spoken_in, came.reference)
        if came.reference.scope == "personal":
            known = (str(inbound.actor), spoken_in)
            await asyncio.to_thread(self._door.conversations.remember_person, *known)
        await self._desk.take(inbound)
        self._desk.wake()

    async def _inbound(self, came: Message | Press | MessageAction) -> Inbound | None:
        """The message that an activity is, if it concerns the bot, in its thread."""
        match came:
            case Message() if came.addressed or await self._in_our_thread(came.inbound.thread):
                inbound = await self._where_it_is_asked(came)
                return await self._kept(inbound, came)
            case Press():
                return await self._on_card(came)
            case MessageAction():
                inbound = await self._in_thread(came.inbound, came.message or came.inbound.id)
                return await self._kept(inbound, came)
            case _:
                return None

    async def _kept(self, inbound: Inbound, came: Message | MessageAction) -> Inbound:
        """The message with its pasted texts as files; of somebody unknown nothing is kept."""
        if not await self._desk.known(inbound):
            return inbound.model_copy(update={"text": "", "files": ()})
        attached, pasted = came.content.attached, came.content.said.pasted
        await asyncio.to_thread(self._door.downloads.keep, attached.downloads)
        folder = folder_of(inbound.act)
        files = [await self._file(folder, *each) for each in enumerate(pasted)]
        lost = (each.file for each in attached.unreachable)
        return inbound.model_copy(update={"files": (*inbound.files, *files, *lost)})

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

    async def _where_it_is_asked(self, came: Message) -> Inbound:
        """A message in its thread; a file sent to the bot alone is for whichever question asked for one.

        Teams hands files over in such a chat only.
        """
        inbound = await self._in_thread(came.inbound, came.message)
        if came.scope != "personal" or not inbound.files:
            return inbound
        thread = await asyncio.to_thread(self._waits_for_file, inbound.actor)
        if thread is None or thread.channel.platform != inbound.channel.platform:
            return inbound
        return inbound.model_copy(update={"channel": thread.channel, "thread": thread})

    async def _may_read(self, came: FileConsent) -> bool:
        """A right can end between the question and the answer."""
        who, where = str(came.actor), str(came.channel)
        return await asyncio.to_thread(self._desk.allows, who, where, "artifact.read")

    async def _on_card(self, press: Press) -> Inbound:
        """A press belongs to the thread of the post that it was made on."""
        inbound, thread = press.inbound, None
        if press.card is not None:
            thread = await asyncio.to_thread(self._door.records.thread_of, press.card)
        if thread is not None and ThreadRef.parse(thread).channel == inbound.channel:
            return inbound.model_copy(update={"thread": ThreadRef.parse(thread)})
        return await self._in_thread(inbound, inbound.id)

    async def _in_our_thread(self, thread: ThreadRef | None) -> bool:
        return thread is not None and await asyncio.to_thread(self._desk.takes_part, thread)

    async def _installed(self, came: Installed) -> None:
        await asyncio.to_thread(self._door.conversations.remember, came.channel, came.reference)
        logger.info("app_installed", channel=str(came.channel), upgrade=came.upgrade)


def _pressed(came: Message | Press | MessageAction) -> Answer:
    """A card that waits for its answer stays as it is until the run repaints it."""
    if not isinstance(came, Press) or not came.invoke:
        return Answer()
    return Answer(body=_message("Noted."))


def _ignored(came: Ignored) -> Answer:
    """Whoever invokes something waits for an answer, even if there is none."""
    logger.debug("activity_left_alone", reason=came.reason, detail=came.detail)
    if not came.invoke:
        return Answer()
    if came.invoke == INVOKE and came.reason is not Reason.MALFORMED:
        return Answer(body=_message(""))
    return Answer(400 if came.reason is Reason.MALFORMED else 501)


def _message(text: str) -> dict[str, Any]:
    """What a card shows to whoever pressed; an empty one leaves it as it is."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": text}


async def _one(content: bytes) -> AsyncIterator[bytes]:
    yield content
