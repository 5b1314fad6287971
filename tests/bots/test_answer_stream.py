"""A run's answer on its way to a door that streams: in few additions; if anything fails, it is posted."""

import asyncio
from typing import cast

import pytest

from bots.answer_stream import StreamedAnswer
from core.chat.card import Card
from core.chat.inbound import Actor
from core.chat.posting import Posted
from core.chat.surface import AnswerStream, MessageRef, NotStreamed
from core.errors import LeaseLost
from core.runs.post_ledger import PostLedger
from tests.core.chat.fakes import THREAD, MemoryLedger, MemorySurface

ADA = Actor(platform="memory", tenant="t", id="ada")
REST = Card(kind="answer", title="Done")
REF = MessageRef(THREAD, "streamed")


class Slow:
    """A stream that takes its time for each addition, and fails where it is told to."""

    def __init__(self) -> None:
        self.added: list[str] = []
        self.ended: list[tuple[str, Card]] = []
        self.dropped = 0
        self.free = asyncio.Event()
        self.refuses: Exception | None = None
        self.breaks_at_the_end = False

    async def add(self, markdown: str) -> None:
        if self.refuses is not None:
            raise self.refuses
        self.added.append(markdown)
        await self.free.wait()

    async def end(self, markdown: str, rest: Card) -> MessageRef:
        if self.breaks_at_the_end:
            raise ConnectionError
        self.ended.append((markdown, rest))
        return REF

    async def drop(self) -> None:
        self.dropped += 1


class Surface(MemorySurface):
    """A thread that streams."""

    def __init__(self) -> None:
        super().__init__()
        self.slow = Slow()
        self.keys: list[str] = []

    def stream(self, *, key: str, reader: Actor) -> AnswerStream:
        assert reader == ADA
        self.keys.append(key)
        return self.slow


class Ledger(MemoryLedger):
    """The ledger of a run that a process has, or has lost."""

    lost = False

    def begin(self, name: str) -> Posted:
        self.check()
        return super().begin(name)

    def check(self) -> None:
        if self.lost:
            raise LeaseLost

    def key(self, name: str) -> str:
        return f"run_1:{name}"


class Desk:
    def __init__(self) -> None:
        self.surface, self.ledger = Surface(), Ledger()
        self.slow = self.surface.slow
        self.answer = StreamedAnswer(self.surface, cast("PostLedger", self.ledger), ADA)

    async def writes(self, *chunks: str) -> None:
        """The workflow writes, and the stream takes what it takes."""
        before = self.slow.dropped
        for chunk in chunks:
            self.answer.add(chunk)
        for _ in range(200):  # a thread of the ledger's comes in between
            await asyncio.sleep(0.001)
            if self.slow.added or self.slow.dropped > before or self.ledger.lost:
                break


async def test_what_comes_while_the_stream_is_busy_comes_together() -> None:
    desk = Desk()
    await desk.writes("One ")
    for number in range(500):
        desk.answer.add(f"{number} ")
    desk.slow.free.set()
    text = "One " + "".join(f"{number} " for number in range(500))
    assert await desk.answer.end(text + "and out.", REST) == REF
    assert len(desk.slow.added) <= 2
    assert "".join(desk.slow.added) + desk.slow.ended[0][0] == text + "and out."
    assert desk.slow.ended[0][1] == REST
    assert desk.ledger.refs == {"answer": REF}
    assert desk.surface.keys == ["run_1:answer"]


@pytest.mark.parametrize("details", ["", "Something else.", "On"])
async def test_a_text_that_is_not_the_answers_is_taken_away(details: str) -> None:
    desk = Desk()
    desk.slow.free.set()
    await desk.writes("One ")
    assert await desk.answer.end(details, REST) is None
    assert desk.slow.dropped
    assert not desk.slow.ended
    assert not desk.ledger.refs


@pytest.mark.parametrize("refusal", [NotStreamed("not here"), ConnectionError()])
async def test_a_stream_that_fails_is_taken_away_at_once_and_never_tried_again(refusal: Exception) -> None:
    desk = Desk()
    desk.slow.refuses = refusal
    await desk.writes("One ")
    assert desk.slow.dropped == 1
    desk.slow.refuses = None
    desk.answer.add("two.")
    assert await desk.answer.end("One two.", REST) is None
    assert not desk.slow.added


async def test_an_end_that_fails_leaves_the_answer_to_the_post() -> None:
    desk = Desk()
    desk.slow.breaks_at_the_end = True
    desk.slow.free.set()
    await desk.writes("One ")
    assert await desk.answer.end("One two.", REST) is None
    assert desk.slow.dropped
    assert not desk.ledger.refs


async def test_an_answer_that_stands_is_not_streamed_again() -> None:
    desk = Desk()
    desk.ledger.sent("answer", REF)
    await desk.writes("One ")
    assert await desk.answer.end("One", REST) is None
    assert not desk.slow.added


async def test_a_process_that_lost_the_run_touches_nothing() -> None:
    desk = Desk()
    desk.ledger.lost = True
    await desk.writes("One ")
    await desk.answer.stop()
    assert (desk.slow.added, desk.slow.dropped) == ([], 0)


async def test_a_process_that_is_overtaken_while_it_streams_leaves_what_stands_to_the_other() -> None:
    desk = Desk()
    desk.slow.free.set()
    await desk.writes("One ")
    desk.ledger.lost = True
    with pytest.raises(LeaseLost):
        await desk.answer.end("One two.", REST)
    with pytest.raises(LeaseLost):
        await desk.answer.drop()
    assert (desk.slow.ended, desk.slow.dropped) == ([], 0)


@pytest.mark.parametrize("details", ["One two.", "One two.\n", " One two. ", "One two. And three."])
async def test_blanks_around_the_details_do_not_count(details: str) -> None:
    desk = Desk()
    desk.slow.free.set()
    await desk.writes("One ", "two.")
    assert await desk.answer.end(details, REST) == REF
    assert ("".join(desk.slow.added) + desk.slow.ended[0][0]).strip() == details.strip()


async def test_what_was_left_behind_is_dropped_before_anything_is_written() -> None:
    desk = Desk()
    desk.slow.free.set()
    await desk.answer.drop()
    assert desk.slow.dropped == 1
    await desk.writes("One ")
    assert await desk.answer.end("One two.", REST) == REF


async def test_who_writes_nothing_has_no_stream() -> None:
    desk = Desk()
    assert await desk.answer.end("Details.", REST) is None
    assert not desk.slow.ended
