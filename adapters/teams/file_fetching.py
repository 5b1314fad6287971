"""Fetching files that people sent: from the hosts that keep Teams' files, redirects not followed."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp

from adapters.teams.arrivals.attached import Unreachable
from adapters.teams.downloads import Downloads
from adapters.teams.graph.drive_files import DriveFile, DriveFiles
from adapters.teams.transport import Limited, TeamsTransport
from core.chat.inbound import InboundFile
from core.errors import UserFacingError

CHUNK = 1 << 18
FETCH_SECONDS = 300


class FileFetching:
    """The addresses were checked when they came in. The bot's token goes to Teams' own services only."""

    def __init__(
        self, downloads: Downloads, transport: TeamsTransport, drive_files: DriveFiles | None = None
    ) -> None:
        self._downloads = downloads
        self._transport = transport
        self._drive_files = drive_files

    async def read(self, file: InboundFile) -> AsyncIterator[bytes]:
        """The content; raises UserFacingError when it is not to be had."""
        lost = Unreachable.of(file)
        if lost is not None:
            raise UserFacingError(str(lost))
        known = await self._address(file)
        if known is None:
            raise _gone(file)
        address, wants_token = known
        headers = await self._headers(file) if wants_token else {}
        timeout = aiohttp.ClientTimeout(total=FETCH_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.get(address, headers=headers, allow_redirects=False) as response,
            ):
                if response.status != 200:
                    raise _gone(file)
                async for chunk in response.content.iter_chunked(CHUNK):
                    yield chunk
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _lost(file) from error

    async def _headers(self, file: InboundFile) -> dict[str, str]:
        try:
            return {"Authorization": f"Bearer {await self._transport.token()}"}
        except Limited as error:
            raise _lost(file) from error

    async def _address(self, file: InboundFile) -> tuple[str, bool] | None:
        """Where the content is, and whether that wants the bot's token; None if it is not known."""
        kept = DriveFile.of(file)
        if kept is None or self._drive_files is None:
            return await asyncio.to_thread(self._downloads.find, file.locator)
        address = await self._drive_files.address(kept)
        return None if address is None else (address, False)


def _lost(file: InboundFile) -> UserFacingError:
    return UserFacingError(f"{file.name} could not be fetched from Teams; try again.")


def _gone(file: InboundFile) -> UserFacingError:
    return UserFacingError(f"{file.name} is not available to me any more; send it to me again.")
