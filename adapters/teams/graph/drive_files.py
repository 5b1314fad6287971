"""Files that Graph knows, by where they lie."""

from dataclasses import dataclass

import structlog

from adapters.teams.file_hosts import FileHosts
from adapters.teams.graph.client import GraphClient, path
from adapters.teams.graph.graph_error import GraphError
from adapters.teams.graph.rights import READ_FILES
from core.chat.inbound import InboundFile

logger = structlog.get_logger()

_DRIVE = "drive:"


@dataclass(frozen=True, slots=True)
class DriveFile:
    """A file by the ids of its library and of itself; neither opens anything without the bot's rights."""

    drive: str
    item: str

    def file(self, name: str, size: int | None) -> InboundFile:
        """The file as one of a message."""
        return InboundFile(name=name, locator=f"{_DRIVE}{self.drive}/{self.item}", size=size)

    @classmethod
    def of(cls, file: InboundFile) -> "DriveFile | None":
        """The inverse of ``file``; None for any other file."""
        drive, _, item = file.locator.removeprefix(_DRIVE).partition("/")
        return cls(drive, item) if file.locator.startswith(_DRIVE) and drive and item else None


class DriveFiles:
    """Where their content is fetched from: an address that is good for minutes, for whoever has it."""

    def __init__(self, client: GraphClient, hosts: FileHosts) -> None:
        self._client = client
        self._hosts = hosts

    async def address(self, file: DriveFile) -> str | None:
        """A checked address; None where the file is not to be had."""
        try:
            found = f"{path('drives', file.drive, 'items', file.item)}/content"
            address = await self._client.location(found, right=READ_FILES)
        except GraphError as error:
            logger.warning("graph_file_not_read", status=error.status, code=error.code)
            return None
        if self._hosts.allow(address):
            return address
        logger.warning("graph_file_on_foreign_host")
        return None
