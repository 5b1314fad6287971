"""The message in which one answer is streamed: begun, grown, ended, and taken away if it comes to nothing.

A stream's first call shows no word of the answer: where the call gets lost nobody knows the id of what it
began, and Teams has that disappear by itself. Each later one carries the whole text, so that one that gets
lost is made good by the next.
"""

import asyncio
from contextlib import suppress
from typing import Any, Literal

import structlog

from adapters.teams.open_streams import OpenStreams
from adapters.teams.posting import Posting
from adapters.teams.rendering.card import render
from adapters.teams.rendering.message import Payload
from adapters.teams.stream_records import Streamed, StreamRecords
from adapters.teams.transport import Gone, Refused, Unsure
from core.chat.card import Card
from core.chat.surface import MessageRef, NotStreamed
from core.chat.thread_ref import ThreadRef
from core.errors import PlaceGone

logger = structlog.get_logger()

LEAST_SECONDS = 1.5
"""Between two calls: Teams takes one a second, and wants what is written gathered for 1.5 to 2."""

WRITING = "Writing the answer"
UNFINISHED = "This answer was not finished."
"""What is left where Teams does not let a message be taken away."""


class StreamedMessage:
    """At most one. Whatever Teams refuses raises NotStreamed."""

    def __init__(
        self, posting: Posting, records: StreamRecords, chats: OpenStreams, thread: ThreadRef, key: str
    ) -> None:
        self._posting = posting
        self._records = records
        self._chats = chats
        self._thread = thread
        self._key = key
        self._id = ""
        self._sequence = 1
        self._next = 0.0

    @property
    def begun(self) -> bool:
        """Whether there is one."""
        return bool(self._id)

    @property
    def ref(self) -> MessageRef:
        """Where it stands."""
        return MessageRef(self._thread, self._id)

    async def begin(self) -> None:
        """Begin it, without a word of the answer."""
        if await asyncio.to_thread(self._records.stands_otherwise, self._key):
            raise NotStreamed("the answer was begun as an ordinary post")
        self._chats.begin(self._thread.channel, self._key)
        info = {"streamType": "informative", "streamSequence": self._sequence}
        try:
            self._id = await self._send(_stream("typing", WRITING, info))
        except Unsure as error:
            raise NotStreamed("nobody knows whether it was begun") from error
        if not self._id:
            raise NotStreamed("Teams does not tell its id")
        await asyncio.to_thread(self._records.began, self._key, str(self._thread), self._id)

    async def show(self, text: str) -> None:
        """Have it show all of a text; the text that it shows has to be the beginning of it."""
        await asyncio.to_thread(self._records.shows, self._key, text)
        self._sequence += 1
        info = {"streamType": "streaming", "streamId": self._id, "streamSequence": self._sequence}
        try:
            await self._send(_stream("typing", text, info))
        except Unsure:
            logger.info("stream_addition_lost")

    async def finish(self, text: str, card: Payload | None = None) -> None:
        """Let it stand with a text, and a card below; raises Unsure where nobody knows whether it does."""
        await asyncio.to_thread(self._records.shows, self._key, text)
        await self._send(finished(self._id, text, card))
        self._chats.over(self._thread.channel, self._key)

    async def become(self, *payloads: Payload) -> None:
        """Put the first payload in its place and let the others follow; without any, it stands as it is.

        From now on it is the post.
        """
        if payloads:
            await self._posting.change(self.ref, payloads[0])
        await asyncio.to_thread(self._records.end, self._key, max(1, len(payloads)))
        if payloads:
            await self._posting.post(self._thread, self._key, payloads, surely=True)

    async def take_away(self) -> None:
        """Remove what never became the post, whoever began it."""
        self._chats.over(self._thread.channel, self._key)
        left = await asyncio.to_thread(self._records.unfinished, self._key)
        if left is not None:
            with suppress(PlaceGone):  # nothing can be taken away there any more
                await self._remove(left)
            await asyncio.to_thread(self._records.forget, self._key)

    async def _remove(self, left: Streamed) -> None:
        """End it, for nobody says whether an open one can be removed; one that is over refuses that."""
        ref = MessageRef(ThreadRef.parse(left.thread), left.message)
        with suppress(NotStreamed, Unsure):
            await self._send(finished(left.message, left.text or UNFINISHED))
        try:
            await self._posting.remove(ref)
        except Gone:
            return
        except (Refused, Unsure) as error:
            logger.info("stream_not_removed", reason=str(error))
            with suppress(Refused, Unsure, Gone):
                await self._posting.change(ref, render(Card(kind="notice", title=UNFINISHED)).payloads[0])

    async def _send(self, activity: dict[str, Any]) -> str:
        """One call, when it is its turn."""
        clock = asyncio.get_running_loop().time
        await asyncio.sleep(max(0.0, self._next - clock()))
        try:
            return await self._posting.send(self._thread, activity)
        except (Refused, Gone) as error:
            raise NotStreamed(f"{type(error).__name__} {error}".strip()) from error
        finally:
            self._next = clock() + LEAST_SECONDS


def finished(stream: str, text: str, card: Payload | None = None) -> dict[str, Any]:
    """The activity that ends a stream."""
    activity = _stream("message", text, {"streamType": "final", "streamId": stream})
    return activity if card is None else {**card.activity(), **activity}


def _stream(kind: Literal["typing", "message"], text: str, info: dict[str, Any]) -> dict[str, Any]:
    entity = {"type": "streaminfo", **info}
    return {"type": kind, "text": text, "textFormat": "markdown", "entities": [entity]}
