"""A thread in Slack."""

import asyncio
from collections.abc import Sequence
from functools import partial

from slack_sdk.errors import SlackApiError

from adapters.slack.answer_streams import AnswerStreams
from adapters.slack.client import impatient
from adapters.slack.file_sharing import FileSharing
from adapters.slack.places_gone import place_gone
from adapters.slack.post_records import PostRecords
from adapters.slack.posting import Posting
from adapters.slack.refusal import limited
from adapters.slack.refused_blocks import send_anyhow
from adapters.slack.rendering.card import Rendering, render
from adapters.slack.repaints import LEAST_SECONDS
from adapters.slack.status_lines import StatusLines
from adapters.slack.text_sharing import TextSharing
from adapters.slack.ways_back import WaysBack
from adapters.slack.workspace import Workspace, Workspaces
from core.chat.card import Card
from core.chat.document import document
from core.chat.inbound import Actor
from core.chat.repaints import Limited, Repaints
from core.chat.surface import AnswerStream, Capabilities, Deliverable, Delivered, MessageRef, NotStreamed
from core.chat.thread_ref import ChannelRef, ThreadRef


class SlackSurface:
    """Posts, changes and files of one place. A card too long for its messages goes along as a file."""

    capabilities = Capabilities(
        repaint=True,
        buttons=True,
        files=True,
        copies=True,
        pictures=True,
        private=True,
        stream=True,
        update_interval=LEAST_SECONDS,
    )

    def __init__(  # noqa: PLR0913, PLR0917 - the parts that a door has one of
        self,
        place: ChannelRef | ThreadRef,
        workspaces: Workspaces,
        records: PostRecords,
        posting: Posting,
        repaints: Repaints,
        sharing: FileSharing,
        texts: TextSharing,
        ways_back: WaysBack,
        status: StatusLines,
        streams: AnswerStreams,
    ) -> None:
        self._place = place
        self._workspaces = workspaces
        self._records = records
        self._posting = posting
        self._repaints = repaints
        self._sharing = sharing
        self._texts = texts
        self._ways_back = ways_back
        self._status = status
        self._streams = streams

    async def say(self, card: Card, *, key: str, privately_to: Actor | None = None) -> MessageRef:
        """Post a card; one for a single person is shown to nobody else, and only while they are there."""
        workspace = await self._workspaces.of(self._channel.tenant)
        rendering = render(card)
        try:
            ref = await self._say(workspace, card, rendering, key, privately_to)
        except SlackApiError as error:
            gone = place_gone(error)
            if gone is None:
                raise
            told = card.kind in ("error", "notice") and await self._ways_back.answer(key, rendering.payloads)
            if not told:
                raise gone from error
            return MessageRef(self._channel.thread(self._root or key), key)
        self._show_activity(ref, card)
        return ref

    async def _say(
        self, workspace: Workspace, card: Card, rendering: Rendering, key: str, privately_to: Actor | None
    ) -> MessageRef:
        """Post what a card became; what the messages do not show goes along as a file."""
        if privately_to is not None:
            return await self._posting.whisper(
                workspace, self._channel, self._root, privately_to, rendering.payloads
            )
        root = self._root or await asyncio.to_thread(self._records.thread_of, key)
        shortened = rendering.overflow is not None
        stands = await self._posting.post(
            workspace, self._channel, root, key, rendering.payloads, shortened=shortened
        )
        if stands.owes_text:
            await self._texts.share(workspace, self._channel, stands.thread, key, document(card))
            await asyncio.to_thread(self._records.text_given, key)
        return MessageRef(self._channel.thread(stands.thread), stands.first)

    async def repaint(self, ref: MessageRef, card: Card) -> None:
        """Have a post changed as soon as the budgets allow; only its newest state counts."""
        self._repaints.ask(ref, partial(self._paint, ref, card))
        self._show_activity(ref, card)

    async def deliver(self, items: Sequence[Deliverable], *, key: str) -> list[Delivered]:
        """Upload the files into the thread, in one post."""
        workspace = await self._workspaces.of(self._channel.tenant)
        return await self._sharing.share(workspace, self._channel, self._root, key, items)

    def stream(self, *, key: str, reader: Actor) -> AnswerStream:
        """An answer while it is written; Slack streams in threads only."""
        if not isinstance(self._place, ThreadRef):
            raise NotStreamed("there is no thread yet")
        return self._streams.open(self._place, key, reader)

    async def find(self, key: str) -> MessageRef | None:
        """The post with this key, if it is known to stand."""
        standing = await asyncio.to_thread(self._records.whole, key)
        if standing is None or standing.thread is None or standing.ts is None:
            return None
        return MessageRef(self._channel.thread(standing.thread), standing.ts)

    @property
    def _channel(self) -> ChannelRef:
        return self._place.channel if isinstance(self._place, ThreadRef) else self._place

    @property
    def _root(self) -> str | None:
        return self._place.thread if isinstance(self._place, ThreadRef) else None

    def _show_activity(self, ref: MessageRef, card: Card) -> None:
        """The status line says what a progress card says; a post takes it away, so it comes after."""
        if card.kind == "progress":
            self._status.show(ref.thread, card.activity)

    async def _paint(self, ref: MessageRef, card: Card) -> None:
        """Change the first message of a post; only short cards are repainted."""
        workspace = await self._workspaces.of(ref.thread.channel.tenant)
        payload = render(card, most=1).payloads[0]
        client = impatient(workspace.reading)
        change = partial(client.chat_update, channel=ref.thread.channel.channel, ts=ref.id)
        try:
            await send_anyhow(payload, change)
        except SlackApiError as error:
            seconds = limited(error)
            if seconds is None:
                raise
            raise Limited(seconds) from error
