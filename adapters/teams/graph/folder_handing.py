"""Handing the files of an answer over in a channel: into its folder, with a card that says where."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

import structlog

from adapters.teams.graph.channel_folder import FOLDER, ChannelFolder
from adapters.teams.posting import Posting
from adapters.teams.rendering.card import render
from adapters.teams.transport import Refused
from core.chat.card import Card, Link, Links
from core.chat.plain_text import printable
from core.chat.surface import Deliverable
from core.chat.thread_ref import ThreadRef
from core.sizes import in_words

logger = structlog.get_logger()

TITLE = f"In this channel's files, in the folder {FOLDER}"


class FolderHanding:
    """After a crash the files are put there again, which changes nothing.

    The card that names them stands once; where other files arrive than before, another one names those.
    """

    def __init__(self, posting: Posting, folder: ChannelFolder) -> None:
        self._posting = posting
        self._folder = folder

    async def deliver(self, thread: ThreadRef, items: Sequence[Deliverable], key: str) -> set[str]:
        """The ids of the artifacts that lie there now, and are named; the others need a link."""
        found = await self._folder.put(thread.channel, items, key)
        links = [_link(each, found[each.artifact.artifact_id]) for each in items if _is_there(each, found)]
        if links and not await self._named(thread, links, f"{key}:folder:{_mark(found)}"):
            return set()
        return set(found)

    async def _named(self, thread: ThreadRef, links: Sequence[Link], key: str) -> bool:
        """Say where the files are; false where Teams takes no such card."""
        card = Card(kind="notice", title=TITLE, blocks=(Links(items=tuple(links)),))
        try:
            await self._posting.post(thread, key, render(card).payloads, surely=True)
        except Refused as error:
            logger.warning("folder_not_named", reason=str(error))
            return False
        return True


def _mark(artifacts: Iterable[str]) -> str:
    """Which files a card names."""
    return sha256(" ".join(sorted(artifacts)).encode()).hexdigest()[:16]


def _is_there(item: Deliverable, found: dict[str, str]) -> bool:
    return item.artifact.artifact_id in found


def _link(item: Deliverable, address: str) -> Link:
    return Link(label=printable(item.artifact.name), url=address, note=in_words(item.artifact.size_bytes))
