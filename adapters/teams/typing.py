"""The three dots that show that the bot is at work; Teams takes them away after some seconds."""

import asyncio

from adapters.teams.posting import Posting
from core.chat.errands import Errands
from core.chat.thread_ref import ThreadRef

LEAST_SECONDS = 5.0
"""Between two of them in one chat; they count among its messages."""


class Typing:
    """Kept alive for as long as it is asked for."""

    def __init__(self, posting: Posting, errands: Errands) -> None:
        self._posting = posting
        self._errands = errands
        self._shown: dict[ThreadRef, float] = {}

    def show(self, thread: ThreadRef) -> None:
        """Show it for some seconds more."""
        now = asyncio.get_running_loop().time()
        self._shown = {each: at for each, at in self._shown.items() if at > now - LEAST_SECONDS}
        if thread not in self._shown:
            self._shown[thread] = now
            self._errands.begin(self._posting.type(thread))
