"""Handing files over in Teams: pictures in the thread, other files into a person's OneDrive if they agree."""

import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import aiohttp
import structlog

from adapters.teams.arrivals.file_consent import FileConsent, Upload
from adapters.teams.arrivals.reference import Scope
from adapters.teams.consents import Consent, Consents
from adapters.teams.file_hosts import FileHosts
from adapters.teams.graph.folder_handing import FolderHanding
from adapters.teams.picture_showing import show_picture
from adapters.teams.posting import Posting
from adapters.teams.rendering.card import render
from core.artifact import safe_name
from core.chat.card import Card
from core.chat.plain_text import printable
from core.chat.surface import Deliverable, Delivered, MessageRef
from core.chat.thread_ref import ThreadRef

logger = structlog.get_logger()

CONSENT = "application/vnd.microsoft.teams.card.file.consent"
INFO = "application/vnd.microsoft.teams.card.file.info"
UPLOAD_SECONDS = 300
SEVERAL = "files.zip"
"""One question for all files of an answer: nobody presses Allow nine times."""


class FileHanding:
    """Only in a chat with one person does Teams take files of a bot, and only with consent.

    ``folder`` puts them into a channel's folder, where that is set up.
    """

    def __init__(
        self, posting: Posting, consents: Consents, hosts: FileHosts, folder: FolderHanding | None = None
    ) -> None:
        self._posting = posting
        self._consents = consents
        self._hosts = hosts
        self._folder = folder

    async def deliver(
        self, thread: ThreadRef, scope: Scope, items: Sequence[Deliverable], key: str
    ) -> list[Delivered]:
        """One result an item: with a place if it is shown or asked about, with neither if it needs a link."""
        lost = {each.artifact.artifact_id for each in items if not await asyncio.to_thread(each.path.is_file)}
        there = [item for item in items if item.artifact.artifact_id not in lost]
        handed = {
            item.artifact.artifact_id
            for item in there
            if await show_picture(self._posting, thread, item, key)
        }
        asked = [item for item in there if item.artifact.artifact_id not in handed]
        if scope == "personal" and asked:
            await self._ask(thread, asked, key)
            handed |= {item.artifact.artifact_id for item in asked}
        elif scope == "channel" and asked and self._folder is not None:
            handed |= await self._folder.deliver(thread, asked, key)
        return [_delivered(item, thread, handed, lost) for item in items]

    async def take(self, answer: FileConsent) -> None:
        """Somebody said yes or no: put the files there, and leave the question closed."""
        consent_id = str(answer.context.get("consent", ""))
        if await asyncio.to_thread(self._consents.is_used, consent_id):
            return
        consent = await asyncio.to_thread(self._consents.take, consent_id)
        if consent is None or consent.thread.channel != answer.channel:
            await self._close(answer, "That is over already; ask again for the files.")
        elif answer.upload is None:
            await self._close(answer, f"{consent.name} was not sent.")
        else:
            await self._put(consent, answer, answer.upload)

    async def _ask(self, thread: ThreadRef, items: Sequence[Deliverable], key: str) -> None:
        files = [(safe_name(printable(item.artifact.name)), str(item.path)) for item in items]
        name = files[0][0] if len(files) == 1 else SEVERAL
        size = sum(item.artifact.size_bytes for item in items)
        consent_id = await asyncio.to_thread(self._consents.ask, thread, name, files)
        names = ", ".join(name for name, _ in files)
        await self._posting.post_raw(thread, f"{key}:consent", _question(name, names, size, consent_id))

    async def _put(self, consent: Consent, answer: FileConsent, upload: Upload) -> None:
        if not self._hosts.allow(upload.upload_url):
            logger.warning("upload_to_foreign_host")
            await self._close(answer, "Teams named a place that I may not send files to; tell an admin.")
            return
        try:
            await _upload(consent, upload.upload_url)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            logger.warning("file_not_put", reason=type(error).__name__)
            await self._close(answer, f"{consent.name} could not be put into OneDrive; ask again.")
            return
        await self._close(answer, f"{consent.name} is in your OneDrive.")
        await self._posting.post_raw(consent.thread, f"file-{upload.unique_id}", _info(upload))

    async def _close(self, answer: FileConsent, sentence: str) -> None:
        """Nothing is left to press where the question stood."""
        payload = render(Card(kind="notice", title=sentence)).payloads[0]
        if answer.card is not None:
            await self._posting.change(MessageRef(answer.channel.thread(answer.card), answer.card), payload)


def _delivered(item: Deliverable, thread: ThreadRef, handed: set[str], lost: set[str]) -> Delivered:
    """Each file has a place of its own in the thread."""
    identity = item.artifact.artifact_id
    if identity in lost:
        name = printable(item.artifact.name)
        return Delivered(identity, problem=f"{name} is not available any more; ask again.")
    return Delivered(identity, place=f"{thread}/{identity}" if identity in handed else "")


async def _upload(consent: Consent, address: str) -> None:
    """Send one file, or several as one."""
    folder = await asyncio.to_thread(tempfile.TemporaryDirectory, prefix="dataops-")
    try:
        path = await asyncio.to_thread(_one_file, consent, Path(folder.name))
        size = (await asyncio.to_thread(path.stat)).st_size
        stream = await asyncio.to_thread(path.open, "rb")
        try:
            headers = {
                "Content-Type": "application/octet-stream",
                "Content-Length": str(size),
                "Content-Range": f"bytes 0-{size - 1}/{size}",
            }
            timeout = aiohttp.ClientTimeout(total=UPLOAD_SECONDS)
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.put(address, data=stream, headers=headers, allow_redirects=False) as response,
            ):
                response.raise_for_status()
        finally:
            await asyncio.to_thread(stream.close)
    finally:
        await asyncio.to_thread(folder.cleanup)


def _one_file(consent: Consent, folder: Path) -> Path:
    if len(consent.files) == 1:
        return Path(consent.files[0][1])
    packed = folder / SEVERAL
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, path in consent.files:
            archive.write(path, name)
    return packed


def _question(name: str, names: str, size: int, consent_id: str) -> dict[str, object]:
    context = {"consent": consent_id}
    content = {
        "description": names[:500],
        "sizeInBytes": size,
        "acceptContext": context,
        "declineContext": context,
    }
    return {"type": "message", "attachments": [{"contentType": CONSENT, "name": name, "content": content}]}


def _info(upload: Upload) -> dict[str, object]:
    content = {"uniqueId": upload.unique_id, "fileType": upload.file_type}
    file = {"contentType": INFO, "contentUrl": upload.content_url, "name": upload.name, "content": content}
    return {"type": "message", "attachments": [file]}
