"""Handing files over in Teams: pictures in the thread, the others where each kind of place takes them."""

import asyncio
from collections.abc import Sequence

from adapters.teams.arrivals.reference import Scope
from adapters.teams.conversations import NOT_THERE
from adapters.teams.graph.folder_handing import FolderHanding
from adapters.teams.onedrive_offers import OneDriveOffers
from adapters.teams.picture_showing import show_picture
from adapters.teams.posting import Posting
from adapters.teams.transport import Gone
from core.chat.plain_text import printable
from core.chat.surface import Deliverable, Delivered
from core.chat.thread_ref import ThreadRef
from core.errors import PlaceGone


class FileHanding:
    """``folder`` puts files into a channel's folder, where that is set up."""

    def __init__(self, posting: Posting, offers: OneDriveOffers, folder: FolderHanding | None = None) -> None:
        self._posting = posting
        self._offers = offers
        self._folder = folder

    async def deliver(
        self, thread: ThreadRef, scope: Scope, items: Sequence[Deliverable], key: str
    ) -> list[Delivered]:
        """One result an item: with a place if it is shown or asked about, with neither if it needs a link.

        Whatever is raised, nothing is lost: it is to be handed over again with the same key.
        """
        lost = {each.artifact.artifact_id for each in items if not await asyncio.to_thread(each.path.is_file)}
        there = [item for item in items if item.artifact.artifact_id not in lost]
        try:
            handed = await self._handed(thread, scope, there, key)
        except Gone as error:
            raise PlaceGone(NOT_THERE) from error
        return [_delivered(item, thread, handed, lost) for item in items]

    async def _handed(
        self, thread: ThreadRef, scope: Scope, items: Sequence[Deliverable], key: str
    ) -> set[str]:
        """The ids of the artifacts that need no link."""
        handed = {
            item.artifact.artifact_id
            for item in items
            if await show_picture(self._posting, thread, item, key)
        }
        rest = [item for item in items if item.artifact.artifact_id not in handed]
        if scope == "personal" and rest and await self._offers.make(thread, rest, key):
            handed |= {item.artifact.artifact_id for item in rest}
        elif scope == "channel" and rest and self._folder is not None:
            handed |= await self._folder.deliver(thread, rest, key)
        return handed


def _delivered(item: Deliverable, thread: ThreadRef, handed: set[str], lost: set[str]) -> Delivered:
    """Each file has a place of its own in the thread."""
    identity = item.artifact.artifact_id
    if identity in lost:
        name = printable(item.artifact.name)
        return Delivered(identity, problem=f"{name} is not available any more; ask again.")
    return Delivered(identity, place=f"{thread}/{identity}" if identity in handed else "")
