"""Wakes open pages when something changes in the channel that they show."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from core.chat.thread_ref import ChannelRef, ThreadRef


class Live:
    """The open pages of this process, by what they show. Used on the event loop only."""

    def __init__(self) -> None:
        self._pages: dict[str, set[asyncio.Event]] = {}

    @contextmanager
    def watching(self, *places: ChannelRef | ThreadRef) -> Iterator[asyncio.Event]:
        """An event that is set after every change in one of the places, while a page is open."""
        event = asyncio.Event()
        for place in places:
            self._pages.setdefault(str(place), set()).add(event)
        try:
            yield event
        finally:
            for place in places:
                self._pages[str(place)].discard(event)

    def posted(self, thread: ThreadRef) -> None:
        """Something new stands in a thread: its channel's list of threads is different, too."""
        self._wake(thread.channel)
        self._wake(thread)

    def changed(self, thread: ThreadRef) -> None:
        """Something that stood in a thread is different."""
        self._wake(thread)

    def _wake(self, place: ChannelRef | ThreadRef) -> None:
        for event in self._pages.get(str(place), ()):
            event.set()
