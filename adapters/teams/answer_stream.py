"""An answer in Teams while it is being written.

It grows in one message, which in the end has the rest of the answer as a card below its text. Where the text
of a message cannot hold the answer, or it takes longer than Teams lets a stream be, the message is ended in
time, and the whole answer takes its place.
"""

import time
from collections.abc import Callable
from contextlib import suppress

from adapters.teams.rendering.card import render
from adapters.teams.rendering.limits import MESSAGE_BYTES
from adapters.teams.rendering.measure import weight
from adapters.teams.rendering.place import Place
from adapters.teams.rendering.streamed_text import StreamedText
from adapters.teams.streamed_message import StreamedMessage, finished
from adapters.teams.transport import Unsure
from core.chat.card import Card, Text
from core.chat.surface import MessageRef, NotStreamed

LONGEST_SECONDS = 90.0
"""After two minutes Teams ends a stream by itself; a call may have to wait for some seconds of them."""

FRAME_BYTES = 2_000
"""What the sentence below takes, and everything else of the message that is not its text."""

STILL_WRITING = "*Still writing. The whole answer will stand here.*"

ALONE = Place(personal=True)


class TeamsAnswerStream:
    """What is settled of the text is shown, as long as there is time and room."""

    def __init__(self, message: StreamedMessage, clock: Callable[[], float] = time.monotonic) -> None:
        self._message = message
        self._clock = clock
        self._said: list[str] = []
        self._text = StreamedText(MESSAGE_BYTES - FRAME_BYTES)
        self._shown = ""
        self._began = 0.0
        self._ended = False

    async def add(self, markdown: str) -> None:
        """Show what is settled now; an empty text ends a message that grows too old."""
        self._said.append(markdown)
        self._text.add(markdown)
        if self._ended or not self._text.text:
            return
        if not self._message.begun:
            await self._message.begin()
            self._began = self._clock()
        if self._text.full or self._clock() - self._began >= LONGEST_SECONDS:
            await self._end_early()
        elif self._text.text != self._shown:
            self._shown = self._text.text
            await self._message.show(self._shown)

    async def end(self, markdown: str, rest: Card) -> MessageRef:
        """Show the last of the text and the rest below it, or the whole answer in the place of the text.

        Raises NotStreamed where nothing was shown on the way: a post says it better.
        """
        if not self._message.begun:
            raise NotStreamed("all of it came at once")
        self._said.append(markdown)
        self._text.add(markdown)
        self._text.close()
        if self._ended or not self._text.whole or not await self._finished_with(rest):
            await self._replaced_by(rest)
        return self._message.ref

    async def drop(self) -> None:
        """Take away what stands."""
        await self._message.take_away()

    async def _end_early(self) -> None:
        """Let what there is stand until the answer is there."""
        self._ended = True
        await self._message.finish(f"{self._text.text}\n\n{STILL_WRITING}")

    async def _finished_with(self, rest: Card) -> bool:
        """End the message with the rest below its text, if Teams takes both in one."""
        first, *more = render(rest, place=ALONE).payloads
        if more or weight(finished(self._message.ref.id, self._text.text, first)) > MESSAGE_BYTES:
            return False
        try:
            await self._message.finish(self._text.text, first)
        except (NotStreamed, Unsure):
            self._ended = True
            return False
        await self._message.become()
        return True

    async def _replaced_by(self, rest: Card) -> None:
        """Put the whole answer in the place of the message, which may be over already."""
        if not self._ended:
            with suppress(NotStreamed, Unsure):
                await self._message.finish(self._text.text)
        text = Text(markdown="".join(self._said))
        whole = rest.model_copy(update={"blocks": (text, *rest.blocks)})
        await self._message.become(*render(whole, place=ALONE).payloads)
