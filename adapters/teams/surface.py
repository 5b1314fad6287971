"""A thread in Teams."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import structlog

from adapters.teams.answer_streams import AnswerStreams
from adapters.teams.arrivals.reference import Scope
from adapters.teams.conversations import NOT_THERE, Conversations
from adapters.teams.deep_links import chat_with
from adapters.teams.file_handing import FileHanding
from adapters.teams.post_records import PostRecords
from adapters.teams.posting import Posting
from adapters.teams.rendering.card import Rendering, render
from adapters.teams.rendering.picture import LARGEST
from adapters.teams.rendering.place import Place
from adapters.teams.transport import Gone, Refused, Unsure
from adapters.teams.typing import Typing
from core.chat.card import Card
from core.chat.inbound import Actor
from core.chat.repaints import Repaints
from core.chat.surface import AnswerStream, Capabilities, Deliverable, Delivered, MessageRef, NotStreamed
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.errors import PlaceGone

logger = structlog.get_logger()

LEAST_SECONDS = 2.0
"""Between two changes in one conversation: of its seven messages a second, most are for answers."""


class TeamsSurface:
    """Posts, changes and files of one place."""

    capabilities = Capabilities(
        repaint=True,
        buttons=True,
        files=True,
        copies=True,
        pictures=True,
        update_interval=LEAST_SECONDS,
        largest_picture=LARGEST,
    )

    def __init__(  # noqa: PLR0913, PLR0917 - the parts that a door has one of
        self,
        place: ChannelRef | ThreadRef,
        posting: Posting,
        records: PostRecords,
        conversations: Conversations,
        repaints: Repaints,
        handing: FileHanding,
        typing: Typing,
        streams: AnswerStreams,
    ) -> None:
        alone = _scope(place) == "personal"
        self.capabilities = replace(self.capabilities, stream=alone, private=alone)
        self._place = place
        self._posting = posting
        self._records = records
        self._conversations = conversations
        self._repaints = repaints
        self._handing = handing
        self._typing = typing
        self._streams = streams

    async def say(self, card: Card, *, key: str, privately_to: Actor | None = None) -> MessageRef:
        """Post a card. What is for one person alone is said in their own chat, where there is one.

        Where that does not take it (they blocked the bot, say), it is said in the conversation.
        """
        alone = None if privately_to is None else await self._chat_with(privately_to)
        if alone is not None:
            try:
                return await self._say_in(alone, card, key)
            except PlaceGone:
                logger.info("own_chat_gone", person=str(privately_to))
                await asyncio.to_thread(self._conversations.forget_person, str(privately_to))
                await asyncio.to_thread(self._records.retract, key)
        return await self._say_in(await self._begun(key), card, key)

    async def repaint(self, ref: MessageRef, card: Card) -> None:
        """Have a post changed as soon as the budgets allow; only its newest state counts."""
        self._repaints.ask(ref, partial(self._paint, ref, card), final=card.activity is None)
        self._show_activity(ref, card)

    async def deliver(self, items: Sequence[Deliverable], *, key: str) -> list[Delivered]:
        """Show small pictures, and in a chat with one person alone ask whether files may be put there.

        In a channel they are put into its folder, where that is set up.

        What can only be linked to is given back without a place and without a problem.
        """
        if not isinstance(self._place, ThreadRef):
            raise TypeError("files are handed over in a thread")
        return await self._handing.deliver(self._place, _scope(self._place), items, key)

    def stream(self, *, key: str, reader: Actor) -> AnswerStream:  # noqa: ARG002 - the chat has one person
        """An answer while it is written; Teams streams in the chat with one person only."""
        if not self.capabilities.stream or not isinstance(self._place, ThreadRef):
            raise NotStreamed("this is no thread of a personal chat")
        return self._streams.open(self._place, key)

    async def find(self, key: str) -> MessageRef | None:
        """The post with this key, if it is known to stand."""
        known = await asyncio.to_thread(self._records.whole, key)
        if known is None or known.thread is None or known.message is None:
            return None
        return MessageRef(ThreadRef.parse(known.thread), known.message)

    async def _chat_with(self, person: Actor) -> ChannelRef | None:
        """Somebody's own chat, if there is one and this is another place."""
        alone = await asyncio.to_thread(self._conversations.with_person, str(person))
        return alone if alone != self._channel else None

    async def _begun(self, key: str) -> ChannelRef | ThreadRef:
        """This place; in a channel the thread that the run has begun, if it has."""
        if isinstance(self._place, ThreadRef):
            return self._place
        begun = await asyncio.to_thread(self._records.thread_of_run, key)
        thread = None if begun is None else ThreadRef.parse(begun)
        return thread if thread is not None and thread.channel == self._place else self._place

    async def _say_in(self, place: ChannelRef | ThreadRef, card: Card, key: str) -> MessageRef:
        """Post a card in a place; raises PlaceGone."""
        rendering = render(card, place=await self._seen_from(place))
        try:
            ref = await self._say(place, card, rendering, key)
        except Gone as error:
            raise PlaceGone(NOT_THERE) from error
        self._show_activity(ref, card)
        return ref

    async def _seen_from(self, place: ChannelRef | ThreadRef) -> Place:
        """Where a card is to stand; outside of the chat with one person, how to get there."""
        if _scope(place) == "personal":
            return Place(personal=True)
        reference = await asyncio.to_thread(self._conversations.of, place)
        return Place(chat=chat_with(reference.bot))

    def _show_activity(self, ref: MessageRef, card: Card) -> None:
        """In a chat with one person the dots go on while there is work; elsewhere they would be for all."""
        if card.kind == "progress" and card.activity is not None and _scope(ref.thread) == "personal":
            self._typing.show(ref.thread)

    @property
    def _channel(self) -> ChannelRef:
        return _channel(self._place)

    async def _say(
        self, place: ChannelRef | ThreadRef, card: Card, rendering: Rendering, key: str
    ) -> MessageRef:
        """Post what a card became. An answer that may stand already takes the progress card's place."""
        final = card.kind in ("answer", "error", "notice")
        progress = await self.find(f"{key.partition(':')[0]}:progress") if final else None
        if progress is not None and progress.thread.channel != _channel(place):
            progress = None  # what is for one person alone does not take the place of what everybody sees
        try:
            return await self._posting.post(place, key, rendering.payloads, surely=progress is None)
        except Unsure:
            if progress is None:
                raise
            logger.warning("answer_in_place_of_progress", key=key)
            async with self._repaints.taken(progress):
                await self._posting.change(progress, rendering.payloads[0])
                await self._posting.stands(key, progress)
            rest = rendering.payloads[1:]
            if rest:
                await self._posting.post(place, f"{key}:rest", rest, surely=True)
            return progress

    async def _paint(self, ref: MessageRef, card: Card) -> None:
        """Change the first message of a post; only short cards are repainted.

        A progress card whose place an answer has taken is one no more.
        """
        taken = (str(ref.thread), ref.id)
        if card.kind == "progress" and await asyncio.to_thread(self._records.became_another, *taken):
            return
        try:
            payload = render(card, most=1, place=await self._seen_from(ref.thread)).payloads[0]
            await self._posting.change(ref, payload, gives_way=True)
        except (Gone, Refused, PlaceGone) as error:
            logger.info("post_not_there", post=ref.id, reason=str(error))


def _channel(place: ChannelRef | ThreadRef) -> ChannelRef:
    return place.channel if isinstance(place, ThreadRef) else place


def conversation(ref: MessageRef) -> ChannelRef | ThreadRef:
    """What people see as one conversation: a thread of a channel, or a chat, whose threads are ours alone."""
    return ref.thread if _scope(ref.thread) == "channel" else ref.thread.channel


def _scope(place: ChannelRef | ThreadRef) -> Scope:
    """What kind of conversation an id belongs to, as Teams writes them."""
    channel = place.channel.channel if isinstance(place, ThreadRef) else place.channel
    if channel.endswith(("@thread.tacv2", "@thread.skype")):
        return "channel"
    return "group" if channel.startswith("19:") and "@thread" in channel else "personal"
