"""The folder of a channel, where everybody in the channel finds its files.

The files of an answer lie in ``DataOps``, in a folder of this answer: no file of a person's is replaced, and
putting them there once more changes nothing.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from urllib.parse import quote

import structlog

from adapters.teams.file_hosts import FileHosts
from adapters.teams.file_names import named
from adapters.teams.graph.client import GraphClient, path
from adapters.teams.graph.graph_error import GraphError
from adapters.teams.graph.places import Places
from adapters.teams.graph.rights import WRITE_FILES
from adapters.teams.graph.shapes import DriveItem
from adapters.teams.graph.upload import Upload
from core.chat.surface import Deliverable
from core.chat.thread_ref import ChannelRef

logger = structlog.get_logger()

FOLDER = "DataOps"

LONGEST = 2_000
"""Characters of an address that people can open."""


class ChannelFolder:
    """Puts files there."""

    def __init__(self, client: GraphClient, places: Places, hosts: FileHosts) -> None:
        self._client = client
        self._places = places
        self._upload = Upload(client, hosts)
        self._hosts = hosts

    async def put(self, channel: ChannelRef, items: Sequence[Deliverable], key: str) -> dict[str, str]:
        """Where each file can be opened, by the artifact's id; one that could not be put there is missing.

        ``key`` is the same for the same answer.
        """
        try:
            home = await self._places.folder(channel)
            folder = path("drives", home.drive, "items", home.id)
            inside = await self._made(folder, items, key)
        except GraphError as error:
            logger.warning("graph_folder_not_reached", status=error.status, code=error.code)
            return {}
        found = [(each, await self._one(each, f"{inside}/{quote(name)}:")) for name, each in named(items)]
        return {each.artifact.artifact_id: address for each, address in found if address}

    async def _made(self, folder: str, items: Iterable[Deliverable], key: str) -> str:
        """The answer's own folder, made if it is not there."""
        day = min(each.artifact.created_at for each in items)
        own = f"{day:%Y-%m-%d} {sha256(key.encode()).hexdigest()[:8]}"
        await self._make(f"{folder}/children", FOLDER)
        await self._make(f"{folder}:/{FOLDER}:/children", own)
        return f"{folder}:/{FOLDER}/{quote(own)}"

    async def _make(self, address: str, name: str) -> None:
        asked = {"name": name, "folder": {}, "@microsoft.graph.conflictBehavior": "fail"}
        try:
            await self._client.create(address, asked, DriveItem, right=WRITE_FILES)
        except GraphError as error:
            if not error.there_already:
                raise

    async def _one(self, item: Deliverable, address: str) -> str:
        """Where a file can be opened; empty if it is not there."""
        try:
            put = await self._upload.put(item.path, address)
        except GraphError as error:
            logger.warning("graph_file_not_put", status=error.status, code=error.code)
            return ""
        except OSError as error:
            logger.warning("file_not_put", reason=type(error).__name__)
            return ""
        can_be_linked = len(put.web_url) <= LONGEST and self._hosts.allow(put.web_url)
        return put.web_url if can_be_linked else ""
