"""The suite finds doors that break their word."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.console.door import ConsoleDoor
from adapters.console.surface import ConsoleSurface
from core.chat import conformance
from core.chat.card import Card, Text
from core.chat.conformance import CHECKS, Check, Subject, check_door
from core.chat.inbound import Actor
from core.chat.surface import AnswerStream, Deliverable, Delivered, MessageRef
from core.chat.thread_ref import ChannelRef, ThreadRef


class Forgetful(ConsoleSurface):
    """Finds nothing again."""

    async def find(self, key: str) -> MessageRef | None:
        del key
        return None


class Repeating(ConsoleSurface):
    """Posts every key anew."""

    async def say(self, card: Card, *, key: str, privately_to: Actor | None = None) -> MessageRef:
        stands = await self.find(key)
        new = f"{key}-{len(list(self._transcript.posts(stands.thread)))}" if stands else key
        return await super().say(card, key=new, privately_to=privately_to)


class Reposting(ConsoleSurface):
    """Repaints by posting."""

    async def repaint(self, ref: MessageRef, card: Card) -> None:
        await self.say(card, key=f"{ref.id}-{card.title[:9]!r}")


class Mixing(ConsoleSurface):
    """Puts everything into one thread."""

    def _thread(self, key: str) -> ThreadRef:
        place = super()._thread(key)
        return place.channel.thread("everything")


class Cutting(ConsoleSurface):
    """Shows the first hundred characters only, and no blocks."""

    async def say(self, card: Card, *, key: str, privately_to: Actor | None = None) -> MessageRef:
        short = Card(kind=card.kind, title=card.title[:100])
        return await super().say(short, key=key, privately_to=privately_to)


class Careless(ConsoleSurface):
    """Loses the items it could not deliver."""

    async def deliver(self, items: Sequence[Deliverable], *, key: str) -> list[Delivered]:
        return [each for each in await super().deliver(items, key=key) if each.place]


class Boasting(ConsoleSurface):
    """Says that it can stream."""

    capabilities = replace(ConsoleSurface.capabilities, stream=True)


class Streaming(Boasting):
    """Streams by posting: in parts, if ``parts``; what is dropped stays, if ``stays``."""

    parts = False
    stays = False

    def stream(self, *, key: str, reader: Actor) -> AnswerStream:
        assert reader.id
        return Posts(self, key)


class Posts:
    """A stream that stands when it ends; it has little to take away."""

    def __init__(self, surface: Streaming, key: str) -> None:
        self._surface, self._key, self._text = surface, key, ""

    async def add(self, markdown: str) -> None:
        self._text += markdown
        if self._surface.stays:
            await self._surface.say(Card(kind="answer", title=markdown), key=f"{self._key}-half")

    async def end(self, markdown: str, rest: Card) -> MessageRef:
        blocks = (Text(markdown=self._text + markdown), *rest.blocks)
        if self._surface.parts:
            await self._surface.say(rest, key=f"{self._key}-again")
        return await self._surface.say(rest.model_copy(update={"blocks": blocks}), key=self._key)

    async def drop(self) -> None:
        return None


class StreamingTwice(Streaming):
    parts = True


class Halving(Streaming):
    stays = True


class Door(ConsoleDoor):
    """The terminal with another surface."""

    surface: type[ConsoleSurface] = ConsoleSurface

    def open(self, place: ChannelRef | ThreadRef) -> ConsoleSurface:
        return self.surface(place, self.transcript, self._show, self._out_of)


def subject(folder: Path, surface: type[ConsoleSurface]) -> Subject:
    door = Door(folder / "console", lambda _: None, lambda _: folder / "out")
    door.surface = surface

    class Observer:
        def posts(self, thread: ThreadRef) -> list[str]:
            return [post["text"] for post in door.transcript.posts(thread)]

    channel = ChannelRef(platform="console", tenant="local", channel="console")
    return Subject(door, channel, Actor(platform="console", tenant="local", id="ana"), Observer(), folder)


@pytest.mark.parametrize(
    ("surface", "check"),
    [
        (Forgetful, conformance.posts_are_found_by_their_key),
        (Repeating, conformance.a_key_is_posted_once),
        (Reposting, conformance.a_repaint_is_no_post),
        (Mixing, conformance.threads_do_not_mix),
        (Cutting, conformance.long_text_is_shown_whole),
        (Cutting, conformance.every_kind_and_block_is_posted),
        (Cutting, conformance.a_question_shows_every_choice),
        (Boasting, conformance.a_stream_becomes_one_post),
        (StreamingTwice, conformance.a_stream_becomes_one_post),
        (Halving, conformance.a_dropped_stream_leaves_nothing),
        (Careless, conformance.files_are_delivered_one_by_one),
    ],
)
async def test_a_broken_door_is_found(tmp_path: Path, surface: type[ConsoleSurface], check: Check) -> None:
    with pytest.raises(AssertionError, match=" "):
        await check(subject(tmp_path, surface))


@pytest.mark.parametrize("surface", [ConsoleSurface, Streaming])
async def test_a_sound_door_passes_all_at_once(tmp_path: Path, surface: type[ConsoleSurface]) -> None:
    await check_door(subject(tmp_path, surface))


def test_every_check_runs() -> None:
    checks = {name for name, value in vars(conformance).items() if name[0] != "_" and _is_check(value)}
    assert checks == {check.__name__ for check in CHECKS}


def _is_check(value: object) -> bool:
    annotations = getattr(value, "__annotations__", {})
    return list(annotations) == ["subject", "return"] and value is not check_door
