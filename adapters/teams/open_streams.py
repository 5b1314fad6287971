"""In which chats an answer is being streamed: Teams shows one at a time in each."""

import time
from collections.abc import Callable

from core.chat.surface import NotStreamed
from core.chat.thread_ref import ChannelRef

STREAM_SECONDS = 120.0
"""After two minutes Teams ends a stream by itself (learn.microsoft.com, "Stream bot messages")."""


class OpenStreams:
    """Chats by the key of the answer that has them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._open: dict[ChannelRef, tuple[str, float]] = {}

    def begin(self, chat: ChannelRef, key: str) -> None:
        """Take a chat for one answer; raises NotStreamed where another one has it."""
        holder, since = self._open.get(chat, ("", float("-inf")))
        if holder not in ("", key) and self._clock() - since < STREAM_SECONDS:
            raise NotStreamed("another answer is streamed in this chat")
        self._open[chat] = (key, self._clock())

    def over(self, chat: ChannelRef, key: str) -> None:
        """Give a chat back; an answer that does not have it changes nothing."""
        if self._open.get(chat, ("",))[0] == key:
            del self._open[chat]
