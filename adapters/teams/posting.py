"""Posting messages: each once, as far as that can be known."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog

from adapters.teams.conversations import Conversations
from adapters.teams.paces import Paces
from adapters.teams.post_records import PostRecords
from adapters.teams.rendering.message import Payload
from adapters.teams.transport import TeamsTransport, Unsure
from core.chat.surface import MessageRef
from core.chat.thread_ref import ChannelRef, ThreadRef

logger = structlog.get_logger()

UPDATES = 3
"""A change may be made again when nobody knows whether it was: the second one changes nothing."""


class Posting:
    """Sends and changes messages in their conversations, each at its own pace."""

    def __init__(self, transport: TeamsTransport, conversations: Conversations, records: PostRecords) -> None:
        self._transport = transport
        self._conversations = conversations
        self._records = records
        self.paces = Paces()

    async def post(
        self, place: ChannelRef | ThreadRef, key: str, payloads: Sequence[Payload], *, surely: bool
    ) -> MessageRef:
        """Post in a thread; in a channel without one, the first message begins it.

        ``surely``: where nobody knows whether the first message stands, it is sent (again), and may stand
        twice. Otherwise Unsure is raised then, and nothing is sent.
        """
        first: MessageRef | None = None
        for part, payload in enumerate(payloads):
            known = await asyncio.to_thread(self._records.begin, key, part, len(payloads))
            if known.message is not None and known.thread is not None:
                ref = MessageRef(ThreadRef.parse(known.thread), known.message)
            else:
                if known.attempted and part == 0 and not surely:
                    raise Unsure
                ref = await self._send(place, payload.activity(), again=surely or part > 0)
                await asyncio.to_thread(self._records.sent, key, part, str(ref.thread), ref.id)
            first, place = first or ref, ref.thread
        if first is None:
            raise ValueError("there is nothing to post")
        return first

    async def post_raw(self, thread: ThreadRef, key: str, activity: dict[str, Any]) -> None:
        """Send something that is no card of ours, once as far as that is known."""
        known = await asyncio.to_thread(self._records.begin, key, 0, 1)
        if not known.attempted:
            ref = await self._send(thread, activity, again=False)
            await asyncio.to_thread(self._records.sent, key, 0, str(ref.thread), ref.id)

    async def stands(self, key: str, ref: MessageRef) -> None:
        """Note that a post stands in the place of another."""
        await asyncio.to_thread(self._records.sent, key, 0, str(ref.thread), ref.id)

    async def change(self, ref: MessageRef, payload: Payload) -> None:
        """Put something else in the place of a message."""
        reference = await asyncio.to_thread(self._conversations.of, ref.thread)
        await self._surely(ref.thread, lambda: self._transport.update(reference, ref.id, payload.activity()))

    async def remove(self, ref: MessageRef) -> None:
        """Take a message away; raises Gone where there is none."""
        reference = await asyncio.to_thread(self._conversations.of, ref.thread)
        await self._surely(ref.thread, lambda: self._transport.delete(reference, ref.id))

    async def send(self, thread: ThreadRef, activity: dict[str, Any]) -> str:
        """Send something that is no post, once; its id. Raises Unsure if nobody knows whether it stands."""
        return (await self._send(thread, activity, again=False)).id

    async def type(self, thread: ThreadRef) -> None:
        """Show that the bot is at work, for some seconds."""
        reference = await asyncio.to_thread(self._conversations.of, thread)
        await self._transport.send(reference, {"type": "typing"})

    async def _surely(self, thread: ThreadRef, change: Callable[[], Awaitable[None]]) -> None:
        for attempt in range(UPDATES):
            try:
                await self.paces.of(thread).call(change)
            except Unsure:
                if attempt == UPDATES - 1:
                    raise
            else:
                return

    async def _send(
        self, place: ChannelRef | ThreadRef, activity: dict[str, Any], *, again: bool
    ) -> MessageRef:
        reference = await asyncio.to_thread(self._conversations.of, place)

        async def call() -> str:
            return await self._transport.send(reference, activity)

        try:
            sent = await self.paces.of(place).call(call)
        except Unsure:
            if not again:
                raise
            logger.warning("message_sent_again")
            sent = await self.paces.of(place).call(call)
        thread = place if isinstance(place, ThreadRef) else place.thread(sent)
        return MessageRef(thread, sent)
