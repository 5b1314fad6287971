"""A run's answer while its workflow writes it."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import structlog

from core.chat.card import Card
from core.chat.inbound import Actor
from core.chat.surface import MessageRef, NotStreamed, StreamingSurface
from core.errors import LeaseLost
from core.runs.post_ledger import PostLedger

logger = structlog.get_logger()

ANSWER = "answer"
"""The name of the answer among a run's posts, streamed or not."""

TICK_SECONDS = 5.0
"""How often a stream is looked after while its workflow writes nothing."""


class StreamedAnswer:
    """Chunks become as many additions to the stream as its door takes; what fails is left to the post."""

    def __init__(self, surface: StreamingSurface, ledger: PostLedger, reader: Actor) -> None:
        self._stream = surface.stream(key=ledger.key(ANSWER), reader=reader)
        self._ledger = ledger
        self._chunks: list[str] = []
        self._taken = 0
        self._changed = asyncio.Event()
        self._over = False
        self._failed = False
        self._writer: asyncio.Task[None] | None = None

    def add(self, chunk: str) -> None:
        """The workflow wrote more."""
        self._chunks.append(chunk)
        self._changed.set()
        if self._writer is None:
            self._writer = asyncio.create_task(self._write(), name="answer_stream")

    async def end(self, details: str, rest: Card) -> MessageRef | None:
        """Make the stream the run's answer; None if the answer is still to be posted.

        ``rest`` is the answer's card without its details.
        """
        await self._finish_writing()
        unwritten = _unwritten("".join(self._chunks), details)
        if self._chunks and not self._failed and unwritten is not None:
            with self._told():
                await asyncio.to_thread(self._ledger.check)
                ref = await self._stream.end(self._next() + unwritten, rest)
                await asyncio.to_thread(self._ledger.sent, ANSWER, ref)
                return ref
        await self._take_away()
        return None

    async def drop(self) -> None:
        """Take away what stands of an answer that was not ended, also what a dead process left."""
        await self._finish_writing()
        await self._take_away()

    async def stop(self) -> None:
        """Write no more; what stands, stands."""
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.wait([self._writer])

    async def _write(self) -> None:
        """Give the stream what there is, whenever it takes more. One that fails stops, and is taken away."""
        with suppress(LeaseLost):
            await self._stream_on()
            if self._failed:
                await self._take_away()

    async def _stream_on(self) -> None:
        with self._told():
            posted = await asyncio.to_thread(self._ledger.begin, ANSWER)
            if posted.ref is not None:
                raise NotStreamed("the answer stands already")
            while not self._over:
                await self._stream.add(self._next())
                await self._wait()

    async def _wait(self) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(TICK_SECONDS):
                await self._changed.wait()
        self._changed.clear()

    async def _finish_writing(self) -> None:
        """Let what is under way come to its end: nobody knows the effect of a call that is cut short."""
        if self._writer is not None:
            self._over = True
            self._changed.set()
            await asyncio.wait([self._writer])

    def _next(self) -> str:
        """What was written since the last time."""
        taken, self._taken = self._taken, len(self._chunks)
        return "".join(self._chunks[taken:])

    @contextmanager
    def _told(self) -> Iterator[None]:
        """A stream that fails is told in the log only: people get the answer as a post."""
        try:
            yield
        except LeaseLost:
            self._failed = True
            raise
        except NotStreamed as reason:
            self._failed = True
            logger.info("answer_not_streamed", reason=str(reason))
        except Exception:
            self._failed = True
            logger.warning("stream_broke_off", exc_info=True)

    async def _take_away(self) -> None:
        """What stands may be of a process that has taken the run over: it is left to that one."""
        await asyncio.to_thread(self._ledger.check)
        try:
            await self._stream.drop()
        except Exception:
            logger.warning("stream_not_dropped", exc_info=True)


def _unwritten(written: str, details: str) -> str | None:
    """What an answer says beyond what was written; None if it says something else."""
    if details.startswith(written):
        return details[len(written) :]
    return "" if details.strip() == written.strip() else None
