"""A thread in the browser."""

import asyncio
from collections.abc import Sequence
from typing import Any

from adapters.web.live import Live
from adapters.web.post import Files, SharedFile, Shown
from adapters.web.post_store import PostStore
from core.chat.card import Card
from core.chat.inbound import Actor
from core.chat.plain_text import printable
from core.chat.surface import Capabilities, Deliverable, Delivered, MessageRef
from core.chat.thread_ref import ChannelRef, ThreadRef


class WebSurface:
    """Posts are kept, and the pages that show them are woken."""

    capabilities = Capabilities(
        repaint=True, buttons=True, files=True, pictures=True, private=True, update_interval=0.5
    )

    def __init__(self, place: ChannelRef | ThreadRef, posts: PostStore, live: Live) -> None:
        self._place = place
        self._posts = posts
        self._live = live

    async def say(self, card: Card, *, key: str, privately_to: Actor | None = None) -> MessageRef:
        """Post a card; one for a single person is shown to nobody else."""
        thread = self._thread(key)
        reader = str(privately_to) if privately_to else None
        post = await asyncio.to_thread(self._posts.add, key, thread, _shown(card), reader)
        self._live.posted(thread)
        return MessageRef(thread, str(post))

    async def repaint(self, ref: MessageRef, card: Card) -> None:
        """Change a post in place."""
        await asyncio.to_thread(self._posts.replace, int(ref.id), _shown(card))
        self._live.changed(ref.thread)

    async def deliver(self, items: Sequence[Deliverable], *, key: str) -> list[Delivered]:
        """Post the files that are there, as links; each is opened with the rights of who opens it."""
        delivered = [await asyncio.to_thread(_delivered, item) for item in items]
        there = [item.artifact for item, each in zip(items, delivered, strict=True) if each.place]
        if there:
            thread = self._thread(key)
            files = Files(items=tuple(SharedFile.of(artifact) for artifact in there))
            await asyncio.to_thread(self._posts.add, key, thread, files)
            self._live.posted(thread)
        return delivered

    async def find(self, key: str) -> MessageRef | None:
        """The post with this key, if it stands."""
        thread = self._thread(key)
        post = await asyncio.to_thread(self._posts.find, key, thread)
        return MessageRef(thread, str(post)) if post is not None else None

    def _thread(self, key: str) -> ThreadRef:
        """The thread; the first post in a channel begins one named after its run."""
        if isinstance(self._place, ThreadRef):
            return self._place
        return self._place.thread(key.partition(":")[0])


def _delivered(item: Deliverable) -> Delivered:
    artifact = item.artifact
    if not item.path.is_file():
        return Delivered(
            artifact.artifact_id, problem=f"{artifact.name} is not available any more; ask again."
        )
    return Delivered(artifact.artifact_id, place=f"/f/{artifact.artifact_id}")


def _shown(card: Card) -> Shown:
    """The card as it may stand in a page: whoever wrote its texts, they cannot hide or reorder others."""
    return Shown(card=Card.model_validate(_printable(card.model_dump())))


def _printable(value: Any) -> Any:
    """The value with every text in it made printable."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(each) for key, each in value.items()}
    return [_printable(each) for each in value] if isinstance(value, list | tuple) else value
