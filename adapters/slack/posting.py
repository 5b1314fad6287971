"""Posting messages: each once, however often the wire breaks, and each channel at its own pace."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

import structlog
from aiohttp import ClientError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.attempts import ATTEMPTS, pause
from adapters.slack.channel_paces import ChannelPaces
from adapters.slack.client import LIMITED_RETRIES, impatient
from adapters.slack.looking_back import messages_since
from adapters.slack.post_records import PostRecords, Standing
from adapters.slack.refusal import limited, lost
from adapters.slack.refused_blocks import send_anyhow
from adapters.slack.rendering.measure import Element
from adapters.slack.rendering.message import Payload
from adapters.slack.workspace import Workspace
from core.chat.inbound import Actor
from core.chat.surface import MessageRef
from core.chat.thread_ref import ChannelRef

logger = structlog.get_logger()

EVENT = "dataops_post"
"""The type of the metadata under which a message of ours is found again."""


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a post stands: its thread and its first message (ts), and whether its text is still owed.

    The text is owed as a file where the messages do not show all of it, or Slack refused blocks of them.
    """

    thread: str
    first: str
    owes_text: bool


class Posting:
    """Posts the messages of cards; one that got lost on the wire is looked for before it is repeated."""

    def __init__(self, records: PostRecords) -> None:
        self._records = records
        self._paces = ChannelPaces()

    async def post(  # noqa: PLR0913 - where, what, and what is known of it
        self,
        workspace: Workspace,
        channel: ChannelRef,
        thread: str | None,
        key: str,
        payloads: Sequence[Payload],
        *,
        shortened: bool = False,
    ) -> Stands:
        """Post in a thread, or the first payload as its beginning; ``shortened``: they do not show all."""
        first: str | None = None
        for part, payload in enumerate(payloads):
            standing = await asyncio.to_thread(
                self._records.begin, key, part, len(payloads), owes_text=shortened
            )
            ts = standing.ts or await self._post(workspace, channel, thread, (key, part), payload, standing)
            first, thread = first or ts, thread or ts
            await asyncio.to_thread(self._records.sent, key, part, thread, ts)
        owes_text = await asyncio.to_thread(self._records.owes_text, key)
        return Stands(thread or "", first or "", owes_text)

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
        message: tuple[str, int],
        payload: Payload,
        standing: Standing,
    ) -> str:
        """One message (the key and the part of it): its ts."""
        unsure = standing.attempted
        for attempt in range(ATTEMPTS):
            found = await self._find(workspace, channel, thread, message, standing.at) if unsure else None
            if found is not None:
                return found
            try:
                return await self._send(workspace, channel, thread, message, payload)
            except (ClientError, TimeoutError, SlackApiError) as error:
                if attempt == ATTEMPTS - 1 or not lost(error):
                    raise
                logger.warning("post_lost", attempt=attempt, reason=type(error).__name__)
                unsure = True
                await pause(attempt)
        raise AssertionError("the last attempt returns or raises")

    async def _send(
        self,
        workspace: Workspace,
        channel: ChannelRef,
        thread: str | None,
        message: tuple[str, int],
        payload: Payload,
    ) -> str:
        """Send a message when it is the channel's turn; without its blocks its text is owed as a file."""
        post = partial(
            impatient(workspace.posting).chat_postMessage,
            channel=channel.channel,
            thread_ts=thread,
            metadata={"event_type": EVENT, "event_payload": {"mark": _mark(message)}},
            parse="none",
            link_names=False,
            unfurl_links=False,
            unfurl_media=False,
        )

        async def send(text: str, blocks: list[Element]) -> AsyncSlackResponse:
            if payload.blocks and not blocks:
                await asyncio.to_thread(self._records.owe_text, *message)
            return await self._in_turn(channel, partial(post, text=text, blocks=blocks))

        sent, _ = await send_anyhow(payload, send)
        return str(sent["ts"])

    async def _in_turn(
        self, channel: ChannelRef, post: Callable[[], Awaitable[AsyncSlackResponse]]
    ) -> AsyncSlackResponse:
        """Post when the channel may be posted to; where Slack limits it, all posts to it wait."""
        for _ in range(LIMITED_RETRIES):
            await self._paces.turn(channel)
            try:
                return await post()
            except SlackApiError as error:
                seconds = limited(error)
                if seconds is None:
                    raise
                self._paces.pause(channel, seconds)
        await self._paces.turn(channel)
        return await post()

    async def _find(
        self,
        workspace: Workspace,
        channel: ChannelRef,
        thread: str | None,
        message: tuple[str, int],
        announced: float,
    ) -> str | None:
        """The message, read back from Slack by its mark."""
        async for each in messages_since(workspace, channel, thread, announced):
            metadata = each.get("metadata", {})
            mark = metadata.get("event_payload", {}).get("mark")
            if (metadata.get("event_type"), mark) == (EVENT, _mark(message)):
                return str(each["ts"])
        return None


def _mark(message: tuple[str, int]) -> str:
    key, part = message
    return f"{key}#{part}"
