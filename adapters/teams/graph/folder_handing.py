"""Handing the files of an answer over in a channel: into its folder, with a card that says where."""

from collections.abc import Sequence

from adapters.teams.graph.channel_folder import FOLDER, ChannelFolder
from adapters.teams.posting import Posting
from adapters.teams.rendering.card import render
from core.chat.card import Card, Link, Links
from core.chat.plain_text import printable
from core.chat.surface import Deliverable
from core.chat.thread_ref import ThreadRef
from core.sizes import in_words

TITLE = f"In this channel's files, in the folder {FOLDER}"


class FolderHanding:
    """After a crash the files are put there again, which changes nothing; the card stands once."""

    def __init__(self, posting: Posting, folder: ChannelFolder) -> None:
        self._posting = posting
        self._folder = folder

    async def deliver(self, thread: ThreadRef, items: Sequence[Deliverable], key: str) -> set[str]:
        """The ids of the artifacts that lie there now; the others need a link."""
        found = await self._folder.put(thread.channel, items, key)
        links = [_link(each, found[each.artifact.artifact_id]) for each in items if _is_there(each, found)]
        if links:
            card = Card(kind="notice", title=TITLE, blocks=(Links(items=tuple(links)),))
            await self._posting.post(thread, f"{key}:folder", render(card).payloads, surely=True)
        return set(found)


def _is_there(item: Deliverable, found: dict[str, str]) -> bool:
    return item.artifact.artifact_id in found


def _link(item: Deliverable, address: str) -> Link:
    return Link(label=printable(item.artifact.name), url=address, note=in_words(item.artifact.size_bytes))
