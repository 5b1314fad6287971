"""Posting messages: each once, however often the wire breaks, and each channel at its own pace."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import structlog
from aiohttp import ClientError
from aiolimiter import AsyncLimiter
from slack_sdk.errors import SlackApiError

from adapters.slack.post_records import PostRecords, Standing
from adapters.slack.refused_blocks import send_anyhow
from adapters.slack.rendering.message import Payload
from adapters.slack.workspace import Workspace
from core.chat.inbound import Actor
from core.chat.surface import MessageRef
from core.chat.thread_ref import ChannelRef

logger = structlog.get_logger()

EVENT = "dataops_post"
"""The type of the metadata under which a message of ours is found again."""

BURST, PER_SECONDS = 3, 3
"""Slack takes about one message a second for each channel, and short bursts."""

ATTEMPTS = 4
LOOKED_THROUGH = 100
"""Newest messages of a thread among which a lost one is looked for: it was posted moments ago."""


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a post stands: its thread and its first message (ts). ``bare``: Slack refused blocks of it."""

    thread: str
    first: str
    bare: bool


class Posting:
    """Posts the messages of cards; one that got lost on the wire is looked for before it is repeated."""

    def __init__(self, records: PostRecords) -> None:
        self._records = records
        self._paces: dict[str, AsyncLimiter] = {}

    async def post(
        self,
        workspace: Workspace,
        channel: ChannelRef,
        thread: str | None,
        key: str,
        payloads: Sequence[Payload],
    ) -> Stands:
        """Post in a thread, or the first payload as its beginning."""
        first: str | None = None
        bare = False
        for part, payload in enumerate(payloads):
            standing = await asyncio.to_thread(self._records.begin, key, part, len(payloads))
            mark, with_blocks = f"{key}#{part}", True
            ts = standing.ts
            if ts is None:
                ts, with_blocks = await self._post(workspace, channel, thread, mark, payload, standing)
            bare = bare or not with_blocks
            first, thread = first or ts, thread or ts
            await asyncio.to_thread(self._records.sent, key, part, thread, ts)
        return Stands(thread or "", first or "", bare)

    async def whisper(
        self,
        workspace: Workspace,
        channel: ChannelRef,
        thread: str | None,
        person: Actor,
        payloads: Sequence[Payload],
    ) -> MessageRef:
        """Show the payloads to one person, as long as they look; nothing of it is kept by Slack."""
        shown = ""
        for payload in payloads:
            send = partial(
                workspace.posting.chat_postEphemeral,
                channel=channel.channel,
                user=person.id,
                thread_ts=thread,
            )
            sent, _ = await send_anyhow(payload, send)
            shown = shown or str(sent["message_ts"])
        return MessageRef(channel.thread(thread or shown), shown)

    async def _post(  # noqa: PLR0913, PLR0917 - where, what, and what is known of it
        self,
        workspace: Workspace,
        channel: ChannelRef,
        thread: str | None,
        mark: str,
        payload: Payload,
        standing: Standing,
    ) -> tuple[str, bool]:
        """One message: its ts, and whether it has its blocks."""
        unsure = standing.attempted
        for attempt in range(ATTEMPTS):
            found = await self._find(workspace, channel, thread, mark) if unsure else None
            if found is not None:
                return found, True
            try:
                return await self._send(workspace, channel, thread, mark, payload)
            except (ClientError, TimeoutError, SlackApiError) as error:
                if attempt == ATTEMPTS - 1 or not _lost(error):
                    raise
                logger.warning("post_lost", attempt=attempt, reason=type(error).__name__)
                unsure = True
                await asyncio.sleep(2**attempt / 2)
        raise AssertionError("the last attempt returns or raises")

    async def _send(
        self, workspace: Workspace, channel: ChannelRef, thread: str | None, mark: str, payload: Payload
    ) -> tuple[str, bool]:
        send = partial(
            workspace.posting.chat_postMessage,
            channel=channel.channel,
            thread_ts=thread,
            metadata={"event_type": EVENT, "event_payload": {"mark": mark}},
            parse="none",
            link_names=False,
            unfurl_links=False,
            unfurl_media=False,
        )
        async with self._paces.setdefault(str(channel), AsyncLimiter(BURST, PER_SECONDS)):
            sent, with_blocks = await send_anyhow(payload, send)
        return str(sent["ts"]), with_blocks

    async def _find(
        self, workspace: Workspace, channel: ChannelRef, thread: str | None, mark: str
    ) -> str | None:
        """The message with a mark, read back from Slack."""
        place, most, reading = channel.channel, LOOKED_THROUGH, workspace.reading
        if thread is None:
            page = await reading.conversations_history(channel=place, limit=most, include_all_metadata=True)
        else:
            page = await reading.conversations_replies(
                channel=place, ts=thread, limit=most, include_all_metadata=True
            )
        for message in page["messages"]:
            metadata = message.get("metadata", {})
            if metadata.get("event_type") == EVENT and metadata.get("event_payload", {}).get("mark") == mark:
                return str(message["ts"])
        return None


def _lost(error: Exception) -> bool:
    """Whether nobody knows if a call had its effect."""
    return not isinstance(error, SlackApiError) or error.response.status_code >= 500
