"""An answer in Slack while it is being written.

It grows by what is settled: a paragraph, an item of a list, a table. It stands in as many messages as it
needs: before a message is full or as old as Slack lets a stream be, it is ended and the next one begun.
"""

import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from adapters.slack.rendering.card import MESSAGES, SHORTENED, parts
from adapters.slack.rendering.entry import note
from adapters.slack.rendering.fixture import Fixture
from adapters.slack.rendering.markdown import Piece, pieces
from adapters.slack.rendering.measure import Element
from adapters.slack.rendering.message import payload
from adapters.slack.rendering.pages import Page
from adapters.slack.rendering.passage import Passage
from adapters.slack.streamed_messages import StreamedMessages
from core.chat.card import Card, Text
from core.chat.document import document
from core.chat.growing_text import GrowingText
from core.chat.pages import fill
from core.chat.surface import MessageRef, NotStreamed
from core.chat.thread_ref import ThreadRef

LONGEST_SECONDS = 240
"""Of one message: Slack ends a stream after about five minutes, whether or not it grows."""

Share = Callable[[str], Awaitable[None]]
"""Shares a text as a file in the thread."""


class SlackAnswerStream:
    """Pieces of text are laid out in pages, and each page is a message."""

    def __init__(
        self,
        thread: ThreadRef,
        messages: StreamedMessages,
        share: Share,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._thread = thread
        self._messages = messages
        self._share = share
        self._clock = clock
        self._said: list[str] = []
        self._growing = GrowingText()
        self._waiting: deque[Piece] = deque()
        self._page: Page | None = None
        self._shown = 0
        self._pages = 0
        self._began = 0.0

    async def add(self, markdown: str) -> None:
        """Show what is settled now; an empty text renews a message that grows too old."""
        self._said.append(markdown)
        self._waiting.extend(pieces(self._growing.add(markdown)))
        if self._page is not None and self._clock() - self._began >= LONGEST_SECONDS:
            await self._close()
        await self._lay_out(MESSAGES)
        await self._show()

    async def end(self, markdown: str, rest: Card) -> MessageRef:
        """Show the last of the text, then the title and what else there is.

        Raises NotStreamed where nothing was shown on the way: a post says it better.
        """
        if not self._messages.begun:
            raise NotStreamed("all of it came at once")
        self._said.append(markdown)
        self._waiting.extend([*pieces(self._growing.add(markdown)), *pieces(self._growing.rest())])
        whole = await self._laid_out_whole(MESSAGES)
        flow, tail = parts(rest)
        self._waiting.extend(flow)
        whole = await self._laid_out_whole(max(MESSAGES, self._pages + 1)) and whole
        await self._finish(tail if whole else [note(SHORTENED), *tail])
        await self._messages.stand(owes_text=not whole)
        if not whole:
            text = Text(markdown="".join(self._said))
            await self._share(document(rest.model_copy(update={"blocks": (text, *rest.blocks)})))
            await self._messages.text_given()
        return MessageRef(self._thread, self._messages.first)

    async def drop(self) -> None:
        """Take away what stands."""
        await self._messages.take_away()

    async def _laid_out_whole(self, most: int) -> bool:
        """Lay out what waits; whether there was room for all of it."""
        await self._lay_out(most)
        whole = not self._waiting
        self._waiting.clear()
        return whole

    async def _lay_out(self, most: int) -> None:
        """Put what waits on pages; one that is full is ended, unless it is the last that there may be."""
        while self._waiting:
            if self._page is None and self._pages == most:
                return
            self._fill(self._page or self._turned())
            if self._waiting and self._pages == most:
                return
            if self._waiting:
                await self._close()

    def _fill(self, page: Page) -> None:
        """What comes later begins a block of its own: the one before it is sent already."""
        head = self._waiting[0]
        if isinstance(head, Passage):
            self._waiting[0] = replace(head, opens=True)
        fill(page, self._waiting, eager=True)

    def _turned(self) -> Page:
        """The next page."""
        self._page, self._shown = Page(), 0
        self._pages += 1
        return self._page

    async def _show(self) -> None:
        """Send what is new on the page."""
        blocks = self._new_blocks()
        if not blocks:
            return
        if self._shown == 0:
            self._began = self._clock()
        await self._messages.show(blocks)
        self._shown = len(self._page.pieces) if self._page is not None else 0

    async def _close(self) -> None:
        """End the page's message with what is new on it; one that was not begun is begun first."""
        if self._shown == 0:
            await self._show()
        await self._messages.close(self._new_blocks())
        self._page = None

    async def _finish(self, tail: Sequence[Fixture]) -> None:
        """Put the end on the last page, or on one of its own."""
        if self._page is not None and not self._page.takes_all(tail):
            await self._close()
        page = self._page or self._turned()
        for piece in tail:
            page.add(piece)
        await self._close()

    def _new_blocks(self) -> tuple[Element, ...]:
        """What stands on the page and was not sent yet."""
        new = self._page.pieces[self._shown :] if self._page is not None else []
        return payload(new).blocks if new else ()
