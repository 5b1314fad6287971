"""The messages in which one answer is streamed: begun, grown, ended, and taken away if it comes to nothing.

Everything is sent as blocks in `chunks`, never as `markdown_text`: there a model's words would be markup, and
its `<!channel>` would notify. Slack fixes a stream's mode by its first call and refuses the other one later
(`streaming_mode_mismatch`; public apps saw that for top-level `blocks` at the end, too), so that the last
blocks come as a chunk like all others.
"""

import asyncio
from collections.abc import Sequence

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.models.messages.chunk import BlocksChunk

from adapters.slack.looking_back import messages_since
from adapters.slack.posting import EVENT
from adapters.slack.refusal import lost, refusal
from adapters.slack.rendering.card import render
from adapters.slack.rendering.measure import Element
from adapters.slack.status_lines import REFUSED
from adapters.slack.stream_pace import StreamPace
from adapters.slack.stream_records import Streamed, StreamRecords
from adapters.slack.workspace import Workspace, Workspaces
from core.chat.card import Card
from core.chat.inbound import Actor
from core.chat.surface import NotStreamed
from core.chat.thread_ref import ThreadRef

logger = structlog.get_logger()

UNFINISHED = Card(kind="notice", title="This answer was not finished.")
"""What is left where Slack does not let a message be taken away."""


class StreamedMessages:
    """At most one of them is open. No call that adds something is ever repeated: what is lost raises."""

    def __init__(  # noqa: PLR0913, PLR0917 - where, for whom, and the parts that a door has one of
        self,
        workspaces: Workspaces,
        thread: ThreadRef,
        key: str,
        reader: Actor,
        records: StreamRecords,
        pace: StreamPace,
    ) -> None:
        self._workspaces = workspaces
        self._thread = thread
        self._key = key
        self._reader = reader
        self._records = records
        self._pace = pace
        self._begun: list[str] = []
        self._open: str | None = None

    @property
    def begun(self) -> bool:
        """Whether anything stands."""
        return bool(self._begun)

    @property
    def first(self) -> str:
        """The ts of the first message."""
        return self._begun[0]

    async def show(self, blocks: Sequence[Element]) -> None:
        """Add blocks to the open message, or begin one with them; raises NotStreamed for the first one."""
        if self._open is None:
            await self._begin(blocks)
        else:
            await self._pace.grow(self._open)
            workspace = await self._workspace()
            await workspace.posting.chat_appendStream(
                channel=self._channel, ts=self._open, chunks=[BlocksChunk(blocks=blocks)]
            )
        if self._open is not None:
            self._pace.called(self._open)

    async def close(self, blocks: Sequence[Element]) -> None:
        """End the open message with blocks, and with the mark under which posts are found again."""
        if self._open is None:
            return
        await self._pace.end(self._open)
        workspace = await self._workspace()
        mark = f"{self._key}#{len(self._begun) - 1}"
        await workspace.posting.chat_stopStream(
            channel=self._channel,
            ts=self._open,
            chunks=[BlocksChunk(blocks=blocks)] if blocks else None,
            metadata={"event_type": EVENT, "event_payload": {"mark": mark}},
        )
        self._over()

    async def stand(self, *, owes_text: bool) -> None:
        """They are all ended, and are the post from now on; ``owes_text``: with a file that is to follow."""
        await asyncio.to_thread(self._records.end, self._key, owes_text=owes_text)

    async def text_given(self) -> None:
        """The file has followed."""
        await asyncio.to_thread(self._records.text_given, self._key)

    async def take_away(self) -> None:
        """Remove what was not ended, whoever began it; one whose ts got lost is looked for by its block."""
        self._over()
        for message in await asyncio.to_thread(self._records.unfinished, self._key):
            ts = message.ts or await self._find(message)
            if ts is not None:
                await self._remove(ts)
            await asyncio.to_thread(self._records.forget, self._key, message.part)

    def _over(self) -> None:
        """No message is open any more."""
        if self._open is not None:
            self._pace.over(self._open)
        self._open = None

    @property
    def _channel(self) -> str:
        return self._thread.channel.channel

    async def _workspace(self) -> Workspace:
        return await self._workspaces.of(self._thread.channel.tenant)

    async def _begin(self, blocks: Sequence[Element]) -> None:
        """Begin a message; its first block is named, so that it is found where Slack's answer got lost."""
        part = len(self._begun)
        recipient = await self._admitted() if part == 0 else _recipient(self._reader, self._channel)
        await self._pace.begin()
        await asyncio.to_thread(self._records.begin, self._key, part, self._thread.thread)
        first, *others = blocks
        named = [first | {"block_id": self._name(part)}, *others]
        workspace = await self._workspace()
        try:
            begun = await workspace.posting.chat_startStream(
                channel=self._channel,
                thread_ts=self._thread.thread,
                chunks=[BlocksChunk(blocks=named)],
                **recipient,
            )
        except SlackApiError as error:
            await self._refused(error, part)
            raise NotStreamed(refusal(error)) from error
        self._open = str(begun["ts"])
        self._begun.append(self._open)
        await asyncio.to_thread(self._records.began, self._key, part, self._open)

    async def _admitted(self) -> dict[str, str]:
        """For whom it is; raises NotStreamed where there is to be no stream."""
        self._pace.admit()
        if await asyncio.to_thread(self._records.stands_otherwise, self._key):
            raise NotStreamed("the answer was begun as an ordinary post")
        return _recipient(self._reader, self._channel)

    async def _refused(self, error: SlackApiError, part: int) -> None:
        """Slack's no: there is no message; after some words of it, nothing is ever streamed there."""
        if not lost(error):
            await asyncio.to_thread(self._records.forget, self._key, part)
        if refusal(error) in REFUSED:
            self._pace.refused = refusal(error)

    def _name(self, part: int) -> str:
        return f"{EVENT}:{self._key}#{part}"

    async def _find(self, message: Streamed) -> str | None:
        workspace, thread = await self._workspace(), self._thread
        async for each in messages_since(workspace, thread.channel, thread.thread, message.at):
            if any(block.get("block_id") == self._name(message.part) for block in each.get("blocks", ())):
                return str(each["ts"])
        return None

    async def _remove(self, ts: str) -> None:
        """Take a message away; while it is open Slack lets nobody change it."""
        workspace = await self._workspace()
        try:
            await workspace.reading.chat_stopStream(channel=self._channel, ts=ts)
        except SlackApiError as error:  # it may have been ended or have run out of time
            logger.info("stream_not_stopped", reason=refusal(error))
        try:
            await workspace.reading.chat_delete(channel=self._channel, ts=ts)
        except SlackApiError as error:
            logger.info("stream_not_deleted", reason=refusal(error))
            if refusal(error) != "message_not_found":
                payload = render(UNFINISHED, most=1).payloads[0]
                await workspace.reading.chat_update(
                    channel=self._channel, ts=ts, text=payload.text, blocks=list(payload.blocks)
                )


def _recipient(reader: Actor, channel: str) -> dict[str, str]:
    """Whom a stream is for: in a channel Slack wants to know the person and their workspace."""
    if reader.tenant.startswith("T"):
        return {"recipient_user_id": reader.id, "recipient_team_id": reader.tenant}
    if channel.startswith("D"):
        return {}
    raise NotStreamed("which workspace the reader is of is not known")
