"""Wakes open pages when something changes in the channel that they show."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from core.chat.thread_ref import ChannelRef


class Live:
    """The open pages of this process, by channel. Used on the event loop only."""

    def __init__(self) -> None:
        self._pages: dict[str, set[asyncio.Event]] = {}

    @contextmanager
    def watching(self, channel: ChannelRef) -> Iterator[asyncio.Event]:
        """An event that is set after every change in the channel, while a page is open."""
        event, pages = asyncio.Event(), self._pages.setdefault(str(channel), set())
        pages.add(event)
        try:
            yield event
        finally:
            pages.discard(event)

    def changed(self, channel: ChannelRef) -> None:
        """Something in a channel is new or different."""
        for event in self._pages.get(str(channel), ()):
            event.set()
