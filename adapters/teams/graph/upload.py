"""Putting a file into a library: in one request, or a large one in parts."""

import asyncio
from pathlib import Path

from adapters.teams.file_hosts import FileHosts
from adapters.teams.graph.client import BUDGETS, UPLOAD_SECONDS, GraphClient
from adapters.teams.graph.graph_error import GraphError
from adapters.teams.graph.request import Answer, request
from adapters.teams.graph.rights import WRITE_FILES
from adapters.teams.graph.shapes import DriveItem, UploadSession
from adapters.teams.pace import Pace
from adapters.teams.transport import Limited

SMALL = 4 << 20
"""Bytes up to which one request does; Microsoft's pages say 4 MB or 250 MB."""

PART = 32 * 320 * 1024
"""Bytes of a part: a multiple of 320 KiB, less than 60 MiB (driveitem-createuploadsession)."""

REPLACE = {"@microsoft.graph.conflictBehavior": "replace"}


class Upload:
    """Raises GraphError, and OSError for a file that cannot be read."""

    def __init__(self, client: GraphClient, hosts: FileHosts) -> None:
        self._client = client
        self._hosts = hosts

    async def put(self, file: Path, address: str) -> DriveItem:
        """Put a file at an address of Graph's, in the place of one of that name."""
        size = (await asyncio.to_thread(file.stat)).st_size
        if size <= SMALL:
            content = await asyncio.to_thread(file.read_bytes)
            return await self._client.put(f"{address}/content", content, DriveItem, right=WRITE_FILES)
        session = await self._client.create(
            f"{address}/createUploadSession", {"item": REPLACE}, UploadSession, right=WRITE_FILES
        )
        if not self._hosts.allow(session.upload_url):
            raise GraphError(0, "foreign host")
        await self._send(file, size, session.upload_url)
        return await self._client.get(address.removesuffix(":"), DriveItem, right=WRITE_FILES)

    async def _send(self, file: Path, size: int, address: str) -> None:
        """The parts in order. The address holds a token of its own; the bot's does not go there."""
        stream, pace = await asyncio.to_thread(file.open, "rb"), Pace(BUDGETS)
        try:
            for begin in range(0, size, PART):
                part = await asyncio.to_thread(stream.read, PART)
                await _send_part(pace, address, part, f"bytes {begin}-{begin + len(part) - 1}/{size}")
        finally:
            await asyncio.to_thread(stream.close)


async def _send_part(pace: Pace, address: str, part: bytes, place: str) -> None:
    headers = {"Content-Type": "application/octet-stream", "Content-Range": place}

    async def once() -> Answer:
        return await request("PUT", address, headers, part, UPLOAD_SECONDS)

    try:
        await pace.call(once)
    except Limited as error:
        raise GraphError(429, "limited") from error
