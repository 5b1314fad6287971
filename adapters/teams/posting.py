"""Posting messages: each once, as far as that can be known."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import structlog

from adapters.teams.conversations import Conversations
from adapters.teams.paces import Paces
from adapters.teams.post_records import PostRecords, Standing
from adapters.teams.rendering.message import Payload
from adapters.teams.transport import Gone, Limited, TeamsTransport, Unsure
from core.chat.surface import MessageRef
from core.chat.thread_ref import ChannelRef, ThreadRef

logger = structlog.get_logger()

Result = TypeVar("Result")

UPDATES = 3
"""A change may be made again when nobody knows whether it was: the second one changes nothing."""

FIRST_PAUSE_SECONDS = 1.0
"""Before what got lost is tried again; each pause is twice as long, and each a little different."""


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
                ref = await self._part(place, (key, part), payload, again=surely or part > 0, known=known)
                await asyncio.to_thread(self._records.sent, key, part, str(ref.thread), ref.id)
            first, place = first or ref, ref.thread
        if first is None:
            raise ValueError("there is nothing to post")
        return first

    async def _part(
        self,
        place: ChannelRef | ThreadRef,
        part: tuple[str, int],
        payload: Payload,
        *,
        again: bool,
        known: Standing,
    ) -> MessageRef:
        """One message of a post: its key, and which part it is. What was not sent counts as never tried."""
        try:
            return await self._send(place, payload.activity(), again=again)
        except Limited:
            if not known.attempted:
                await asyncio.to_thread(self._records.unsent, *part)
            raise

    async def post_raw(self, thread: ThreadRef, key: str, activity: dict[str, Any]) -> None:
        """Send something that is no card of ours; where nobody knows whether it stands, it is sent again."""
        known = await asyncio.to_thread(self._records.begin, key, 0, 1)
        if known.message is None:
            ref = await self._send(thread, activity, again=True)
            await asyncio.to_thread(self._records.sent, key, 0, str(ref.thread), ref.id)

    async def stands(self, key: str, ref: MessageRef) -> None:
        """Note that a post stands in the place of another."""
        await asyncio.to_thread(self._records.sent, key, 0, str(ref.thread), ref.id)

    async def change(self, ref: MessageRef, payload: Payload, *, gives_way: bool = False) -> None:
        """Put something else in the place of a message; ``gives_way``: after what people wait for."""
        await self.change_raw(ref, payload.activity(), gives_way=gives_way)

    async def change_raw(self, ref: MessageRef, activity: dict[str, Any], *, gives_way: bool = False) -> None:
        """Put something that is no card of ours in the place of a message."""
        reference = await asyncio.to_thread(self._conversations.of, ref.thread)

        async def change() -> None:
            await self._transport.update(reference, ref.id, activity)

        await self._surely(ref.thread, change, gives_way=gives_way)

    async def remove(self, ref: MessageRef) -> None:
        """Take a message away; raises Gone where there is none."""
        reference = await asyncio.to_thread(self._conversations.of, ref.thread)
        await self._surely(ref.thread, lambda: self._transport.delete(reference, ref.id))

    async def send(self, thread: ThreadRef, activity: dict[str, Any]) -> str:
        """Send something that is no post, once; its id. Raises Unsure if nobody knows whether it stands."""
        return (await self._send(thread, activity, again=False)).id

    async def type(self, thread: ThreadRef) -> None:
        """Show that the bot is at work, for some seconds, if Teams takes it now."""
        reference = await asyncio.to_thread(self._conversations.of, thread)

        async def call() -> None:
            await self._transport.send(reference, {"type": "typing"})

        await self.paces.of(thread).call_if_free(call)

    async def _surely(
        self, thread: ThreadRef, change: Callable[[], Awaitable[None]], *, gives_way: bool = False
    ) -> None:
        for attempt in range(UPDATES):
            try:
                await self._call(thread, change, gives_way=gives_way)
            except Unsure:
                if attempt == UPDATES - 1:
                    raise
                await _pause(attempt)
            else:
                return

    async def _send(
        self, place: ChannelRef | ThreadRef, activity: dict[str, Any], *, again: bool
    ) -> MessageRef:
        reference = await asyncio.to_thread(self._conversations.of, place)

        async def call() -> str:
            return await self._transport.send(reference, activity)

        try:
            sent = await self._call(place, call)
        except Unsure:
            if not again:
                raise
            logger.warning("message_sent_again")
            await _pause(0)
            sent = await self._call(place, call)
        thread = place if isinstance(place, ThreadRef) else place.thread(sent)
        return MessageRef(thread, sent)

    async def _call(
        self, place: ChannelRef | ThreadRef, call: Callable[[], Awaitable[Result]], *, gives_way: bool = False
    ) -> Result:
        """One call at its pace. A place that the bot was taken out of, unseen, is forgotten."""
        try:
            return await self.paces.of(place).call(call, gives_way=gives_way)
        except Gone as gone:
            await asyncio.to_thread(self._conversations.lost, place, gone.code)
            raise


async def _pause(attempt: int) -> None:
    """Wait after a lost call; bots that lost theirs together do not come back together."""
    await asyncio.sleep(FIRST_PAUSE_SECONDS * 2**attempt * random.uniform(0.75, 1.25))
