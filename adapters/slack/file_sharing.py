"""Uploading files into a thread: bytes first, then one post that shares them; never twice."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.attempts import ATTEMPTS, pause
from adapters.slack.refusal import lost
from adapters.slack.share_records import ShareRecords
from adapters.slack.transfer import asked_to_wait, passes
from adapters.slack.workspace import Workspace
from core.artifact import safe_name
from core.chat.plain_text import printable
from core.chat.surface import Deliverable, Delivered
from core.chat.thread_ref import ChannelRef

logger = structlog.get_logger()

UPLOAD_SECONDS = 300
"""For one file; what takes longer is given up, and said."""

TIMES = 2
"""That a post is tried: Slack does not say what it makes of a file that is shared again."""

TEXT_NAME = "answer.md"

NOT_SHARED = "could not be shared in this channel; ask an admin whether I may post files here."


class FileSharing:
    """The three steps of an upload: an address, the bytes, the post."""

    def __init__(self, records: ShareRecords) -> None:
        self._records = records

    async def share(
        self,
        workspace: Workspace,
        channel: ChannelRef,
        thread: str | None,
        key: str,
        items: Sequence[Deliverable],
    ) -> list[Delivered]:
        """Share files in one post; one result an item, in order."""
        uploads = [(item.artifact.name, item.path) for item in items]
        files = await self._uploaded(workspace, key, uploads)
        shared = [file for file in files if file is not None]
        problem = await self._post(workspace, channel, thread, shared)
        return [_delivered(item, file, problem) for item, file in zip(items, files, strict=True)]

    async def share_text(
        self, workspace: Workspace, channel: ChannelRef, thread: str, key: str, text: str
    ) -> bool:
        """Share a text as a file; whether it is shared."""
        (file,) = await self._uploaded(workspace, key, [(TEXT_NAME, text.encode())])
        return file is not None and not await self._post(workspace, channel, thread, [file])

    async def _uploaded(
        self, workspace: Workspace, key: str, uploads: Sequence[tuple[str, Path | bytes]]
    ) -> list[str | None]:
        """The Slack ids of the files; None for one that cannot be uploaded. Uploaded once for each key."""
        known = await asyncio.to_thread(self._records.load, key)
        if known is None:
            known = [await self._upload(workspace, name, content) for name, content in uploads]
            await asyncio.to_thread(self._records.save, key, known)
        return known

    async def _upload(self, workspace: Workspace, name: str, content: Path | bytes) -> str | None:
        try:
            return await _send(workspace, safe_name(printable(name)), content)
        except (OSError, aiohttp.ClientError, TimeoutError, SlackApiError):
            logger.warning("file_not_uploaded", exc_info=True)
            return None

    async def _post(
        self, workspace: Workspace, channel: ChannelRef, thread: str | None, files: Sequence[str]
    ) -> str:
        """Share uploaded files in the thread, unless they are there already; the problem, if any."""
        for attempt in range(TIMES):
            if not files or await _is_shared(workspace, channel, files[0]):
                return ""
            try:
                await workspace.posting.files_completeUploadExternal(
                    files=[{"id": file} for file in files], channel_id=channel.channel, thread_ts=thread
                )
            except (aiohttp.ClientError, TimeoutError, SlackApiError) as error:
                logger.warning("files_not_shared", attempt=attempt, exc_info=True)
                if await _turns_up(workspace, channel, files[0], ATTEMPTS if lost(error) else 1):
                    return ""
                if not lost(error):
                    break
            else:
                return ""
        return NOT_SHARED


async def _send(workspace: Workspace, name: str, content: Path | bytes) -> str:
    """One file to Slack, streamed; its id."""
    size = len(content) if isinstance(content, bytes) else (await asyncio.to_thread(content.stat)).st_size
    asked = await workspace.reading.files_getUploadURLExternal(filename=name, length=size)
    for attempt in range(ATTEMPTS):
        try:
            await _send_bytes(asked["upload_url"], content)
        except aiohttp.ClientError as error:
            if attempt == ATTEMPTS - 1 or not passes(error):
                raise
            await pause(attempt, asked_to_wait(error))
        else:
            break
    return str(asked["file_id"])


async def _send_bytes(address: str, content: Path | bytes) -> None:
    """The bytes of a file, which Slack keeps once, however often they come."""
    stream = content if isinstance(content, bytes) else await asyncio.to_thread(content.open, "rb")
    timeout = aiohttp.ClientTimeout(total=UPLOAD_SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(address, data=stream) as response,
        ):
            response.raise_for_status()
    finally:
        if not isinstance(stream, bytes):
            await asyncio.to_thread(stream.close)


async def _turns_up(workspace: Workspace, channel: ChannelRef, file: str, times: int) -> bool:
    """Whether a file stands in a channel although the call that shares it failed; Slack takes its time."""
    for attempt in range(times):
        if attempt:
            await pause(attempt - 1)
        if await _is_shared(workspace, channel, file):
            return True
    return False


async def _is_shared(workspace: Workspace, channel: ChannelRef, file: str) -> bool:
    """Whether a file stands in a channel already: an earlier attempt may have got that far."""
    try:
        found: Any = await workspace.reading.files_info(file=file)
    except (aiohttp.ClientError, TimeoutError, SlackApiError):
        return False
    shares = found["file"].get("shares", {})
    return any(channel.channel in shares.get(kind, {}) for kind in ("public", "private"))


def _delivered(item: Deliverable, file: str | None, problem: str) -> Delivered:
    artifact, name = item.artifact, printable(item.artifact.name)
    if file is None:
        problem = "could not be uploaded; ask again."
    if problem:
        return Delivered(artifact.artifact_id, problem=f"{name} {problem}")
    return Delivered(artifact.artifact_id, place=f"{file}")
