"""What stands in a thread for somebody to speak of, or beside it."""

import asyncio
from collections.abc import Iterable, Iterator

import structlog
from aiohttp import ClientError
from pydantic import ValidationError
from slack_sdk.errors import SlackApiError

from adapters.slack.arrivals.attached import attached
from adapters.slack.arrivals.shapes import FileShape, MessageShape
from adapters.slack.channel_files import ChannelFiles
from adapters.slack.refusal import refusal
from adapters.slack.workspace import Workspace, Workspaces
from core.chat.inbound import Inbound, InboundFile
from core.chat.nearby_files import NearbyFiles
from core.chat.thread_ref import ThreadRef
from core.errors import UserFacingError

logger = structlog.get_logger()

LOOK_SECONDS = 5.0
"""A person waits for it, and can attach the file as well; limited calls would keep them for a minute."""

LOOKED_THROUGH = 999
"""Messages of a thread in one call: Slack gives the earliest, and fewer to apps that it limits."""

MOST = 20
"""Files of a thread."""


class ThreadFiles:
    """One call for a message; nothing that Slack does not tell stops anything."""

    def __init__(self, workspaces: Workspaces, channel_files: ChannelFiles) -> None:
        self._workspaces = workspaces
        self._channel_files = channel_files

    async def near(self, inbound: Inbound) -> NearbyFiles:
        """The files of the thread that a message replies in; for any other, the latest of its channel."""
        thread, own = inbound.thread, _stamp(inbound)
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                if thread is None or thread.thread == own:
                    return NearbyFiles(channel=await self._channel_files.recent(inbound))
                return NearbyFiles(thread=await self._before(thread, own))
        except (SlackApiError, ClientError, TimeoutError) as error:
            reason = refusal(error) if isinstance(error, SlackApiError) else type(error).__name__
            logger.warning("nearby_files_not_found", reason=reason)
            return NearbyFiles()

    async def _before(self, thread: ThreadRef, own: str | None) -> list[InboundFile]:
        """What others than the bot shared in a thread before a message, newest first."""
        tenant, channel = thread.channel.tenant, thread.channel.channel
        workspace = await self._workspaces.of(tenant)
        page = await workspace.reading.conversations_replies(
            channel=channel, ts=thread.thread, latest=own, limit=LOOKED_THROUGH
        )
        shapes = list(_shapes(page.get("messages") or (), workspace))
        files = attached(reversed(shapes), tenant).files[:MOST]
        return [told for file in files if (told := await self._told(file)) is not None]

    async def _told(self, file: InboundFile) -> InboundFile | None:
        """A file by its name, if it can be fetched."""
        try:
            return await self._channel_files.told(file)
        except UserFacingError:
            return None


def _stamp(inbound: Inbound) -> str | None:
    """The name of a message within its channel; None for what is no message, as a command."""
    try:
        return ThreadRef.parse(inbound.act).thread
    except ValueError:
        return None


def _shapes(messages: Iterable[object], workspace: Workspace) -> Iterator[FileShape]:
    """The files of messages, those that were forwarded with them too; none of the bot's own."""
    for raw in messages:
        try:
            message = MessageShape.model_validate(raw)
        except ValidationError:
            continue
        if message.bot_id != workspace.bot and message.user != workspace.bot_user:
            forwarded = (each for each in message.attachments or () if each.is_share)
            shapes = [*(message.files or ()), *(file for each in forwarded for file in each.files or ())]
            yield from (shape for shape in shapes if shape.user != workspace.bot_user)
