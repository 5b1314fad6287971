"""What every door must keep, as checks that any test runner can call."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol, TypeGuard
from uuid import uuid4

from core.artifact import Artifact, ArtifactType
from core.chat.card import (
    Actions,
    Block,
    Card,
    Choice,
    Entry,
    Fields,
    Link,
    Links,
    Picture,
    Step,
    Steps,
    Suggestions,
    Text,
)
from core.chat.inbound import Actor, InboundFile
from core.chat.question import Question
from core.chat.surface import Deliverable, Door, MessageRef, StreamingSurface, Surface
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.contracts import WorkflowInputParameter
from core.errors import UserFacingError

LONG = " ".join(f"word{number:04}" for number in range(1200))
"""More than 10,000 characters, every word to be found again."""

HOSTILE = (
    "plain",
    "*bold* _it_ ~no~ `code` ```fence",
    "<!channel> <@U123> <https://example.com|click> &amp; & < >",
    "<at>everyone</at> <script>alert(1)</script> [a](javascript:alert(1))",
    "\x1b[31mred\x1b]0;title\x07 \x00 \x9b2J \r back",
    "\u202egpj.exe\u202c \u0627\u0644\u0639\u0631\u0628\u064a\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea",
    "\U0001f469\u200d\U0001f4bb e\u0301 \ufeff\ufffe \ud800",
    "| a | b |\n|---|---|\n\n\n> quote\n# heading\n---",
    "}}\"'{{%s{0}$(x)\\",
    "x" * 10_000,
    LONG,
)
"""Texts as people, files and workflows bring them."""

BLOCKS: tuple[Block, ...] = (
    Text(markdown="Some **prose** with `code`."),
    Fields(items=(("Jobs", "1,204"), ("Boxes", "31"))),
    Fields(items=()),
    Steps(
        items=(
            Step(title="Read", state="done", seconds=0.4),
            Step(title="Resolve", state="failed", seconds=1.0, detail="no file"),
            Step(title="Draw", state="running"),
        )
    ),
    Steps(items=()),
    Picture(artifact_id="artifact_graph_0123456789abcdef", alt="the dependency graph"),
    Actions(action="question_1", choices=(Choice(label="Upstream", value="up"),)),
    Entry(action="question_1", example="GL_POST"),
    Suggestions(items=("What is upstream of GL_POST?",)),
    Links(items=(Link(label="report.html", url="http://127.0.0.1:1/f/x", note="1.0 MB"),)),
    Entry(action="question_1", takes="file", suffixes=(".txt",)),
)


class Observer(Protocol):
    """How a test looks at what people see; it stands on the far side of the door."""

    def posts(self, thread: ThreadRef) -> list[str]:
        """The text of every message that stands in a thread, oldest first, repainted ones as they are now."""
        ...


@dataclass(frozen=True, slots=True)
class Subject:
    """A door under test: a channel to post in, somebody there, a look at it, and a folder for files."""

    door: Door
    channel: ChannelRef
    actor: Actor
    observer: Observer
    folder: Path

    async def begin(self, title: str = "Working on it") -> tuple[Surface, MessageRef, str]:
        """A thread begun by a first post: its surface, that post, and the run in whose name it was posted."""
        run = f"run_{uuid4().hex}"
        card = Card(kind="progress", title=title)
        ref = await self.door.open(self.channel).say(card, key=f"{run}:progress")
        return self.door.open(ref.thread), ref, run

    def count(self, thread: ThreadRef, text: str) -> int:
        """How many posts of a thread hold a text."""
        return sum(text in post for post in self.observer.posts(thread))


Check = Callable[[Subject], Awaitable[None]]


async def check_door(subject: Subject) -> None:
    """Run every check; raises AssertionError with a sentence at the first that fails."""
    for check in CHECKS:
        await check(subject)


async def a_first_post_begins_a_thread(subject: Subject) -> None:
    """A surface on a channel gets its thread with its first post; a surface on that thread continues it."""
    surface, first, run = await subject.begin("The first post")
    _hold(first.thread.channel == subject.channel, "the thread of a first post is in another channel")
    _hold(
        ThreadRef.parse(str(first.thread)) == first.thread, "the thread does not survive being written down"
    )
    _hold(bool(first.id) and " " not in first.id, "the id of a post is empty or holds a blank")
    second = await surface.say(Card(kind="answer", title="The second post"), key=f"{run}:answer")
    _hold(second.thread == first.thread, "a post in a thread landed in another one")
    _hold(second.id != first.id, "two posts have the same id")
    titles = ("The first post", "The second post")
    seen = [title for post in subject.observer.posts(first.thread) for title in titles if title in post]
    _hold(seen == list(titles), f"the thread shows {seen} instead of both posts in order")


async def a_channel_surface_stays_in_its_thread(subject: Subject) -> None:
    """What one run posts to a channel stands in the one thread that its first post began."""
    surface, run = subject.door.open(subject.channel), f"run_{uuid4().hex}"
    first = await surface.say(Card(kind="progress", title="First"), key=f"{run}:progress")
    second = await surface.say(Card(kind="answer", title="Second"), key=f"{run}:answer")
    _hold(second.thread == first.thread, "a run's second post to a channel began another thread")


async def threads_do_not_mix(subject: Subject) -> None:
    """Two threads of a channel never show each other's posts."""
    (one, mine, run), (_, other, _) = await subject.begin("Mine"), await subject.begin("Theirs")
    _hold(mine.thread != other.thread, "two first posts in a channel share a thread")
    await one.say(Card(kind="answer", title="A secret of mine"), key=f"{run}:answer")
    _hold(subject.count(other.thread, "A secret of mine") == 0, "a post is visible in another thread")
    _hold(subject.count(mine.thread, "A secret of mine") == 1, "a post is not visible in its own thread")


async def a_key_is_posted_once(subject: Subject) -> None:
    """The same key again posts nothing new and gives the post that stands."""
    surface, _, run = await subject.begin()
    card = Card(kind="answer", title="Only once")
    refs = [await surface.say(card, key=f"{run}:answer") for _ in range(3)]
    refs.append(await subject.door.open(refs[0].thread).say(card, key=f"{run}:answer"))
    _hold(len(set(refs)) == 1, "posting a key again gave another reference")
    _hold(subject.count(refs[0].thread, "Only once") == 1, "a key posted again stands more than once")


async def posts_are_found_by_their_key(subject: Subject) -> None:
    """``find`` knows the posts that stand, and no others."""
    surface, first, run = await subject.begin()
    answer = await surface.say(Card(kind="answer", title="Found"), key=f"{run}:answer")
    _hold(await surface.find(f"{run}:answer") == answer, "a post that stands is not found by its key")
    _hold(await surface.find(f"{run}:progress") == first, "the first post is not found in its thread")
    for key in (f"{run}:other", f"{run}:answer2", f"run_{uuid4().hex}:answer", f"{run}:"):
        _hold(await surface.find(key) is None, "a post is found by a key that was never posted")


async def a_repaint_is_no_post(subject: Subject) -> None:
    """A repaint changes a post in place or does nothing; nobody is notified."""
    surface, ref, _ = await subject.begin()
    before = subject.observer.posts(ref.thread)
    for title in (*HOSTILE, "Done at last"):
        step = Step(title=title, state="done", seconds=1.0, detail=title)
        card = Card(kind="progress", title=title, blocks=(Steps(items=(step,)),), footer=title)
        await surface.repaint(ref, card)
    after = subject.observer.posts(ref.thread)
    _hold(len(after) == len(before), "a repaint added or removed a post")
    _hold(surface.capabilities.repaint or after == before, "a surface that cannot repaint changed a post")


async def any_text_is_posted(subject: Subject) -> None:
    """No text from outside breaks a post, wherever in a card it stands."""
    for text in HOSTILE:
        surface, ref, run = await subject.begin(text)
        await surface.say(_card_full_of(text), key=f"{run}:answer")
        _hold(len(subject.observer.posts(ref.thread)) >= 2, f"a post with {text[:30]!r} does not stand")


async def long_text_is_shown_whole(subject: Subject) -> None:
    """Ten thousand characters arrive, split if need be, with nothing lost."""
    surface, ref, run = await subject.begin()
    await surface.say(Card(kind="answer", title="Long", blocks=(Text(markdown=LONG),)), key=f"{run}:answer")
    shown = "".join(subject.observer.posts(ref.thread))
    missing = [word for word in LONG.split() if word not in shown]
    _hold(not missing, f"{len(missing)} words of a long text are not shown")


async def every_kind_and_block_is_posted(subject: Subject) -> None:
    """Every kind of card with every block renders, and its title is there to read."""
    kinds = ("progress", "question", "answer", "error", "notice")
    for kind in kinds:
        surface, ref, run = await subject.begin()
        card = Card(kind=kind, title=f"A card of kind {kind}", blocks=BLOCKS, footer="1.2 s")
        await surface.say(card, key=f"{run}:answer")
        _hold(subject.count(ref.thread, card.title) == 1, f"a card of kind {kind} shows no title")
        shown = "\n".join(subject.observer.posts(ref.thread))
        for text in ("Jobs", "1,204", "Resolve", "no file", "Upstream", "upstream of GL_POST?"):
            _hold(text in shown, f"a card of kind {kind} does not show {text!r}")


async def a_question_shows_every_choice(subject: Subject) -> None:
    """People see what they can answer, whether they press or type."""
    surface, ref, run = await subject.begin()
    choices = {f"choice_{number}": [f"phrase {number}"] for number in range(12)}
    question = Question(
        id="question_1",
        run_id=run,
        interrupt="1",
        parameter=WorkflowInputParameter(
            name="what", description="what to do", type="choice", choices=choices, prompt="What shall I do?"
        ),
        answerers=(str(subject.actor),),
    )
    await surface.say(question.card(), key=f"{run}:question")
    shown = "\n".join(subject.observer.posts(ref.thread))
    missing = [text for text in ("What shall I do?", *choices) if text not in shown]
    _hold(not missing, f"a question does not show {', '.join(missing)}")


async def a_stream_becomes_one_post(subject: Subject) -> None:
    """What is streamed is shown whole and once, under its key, whatever stands in it."""
    surface, ref, run = await subject.begin()
    if not _streams(surface):
        return
    stream = surface.stream(key=f"{run}:answer", reader=subject.actor)
    for text in ("First.", *HOSTILE):
        await stream.add(f"{text}\n\n")
    _hold(await surface.find(f"{run}:answer") is None, "a stream that goes on is found as a post")
    ended = await stream.end("And last.", Card(kind="answer", title="Streamed", footer="1.2 s"))
    shown = "\n".join(subject.observer.posts(ref.thread))
    missing = [word for word in ("First.", "And last.", "1.2 s", *LONG.split()) if word not in shown]
    _hold(not missing, f"{len(missing)} words of a streamed answer are not shown")
    _hold(await surface.find(f"{run}:answer") == ended, "a streamed answer is not found by its key")
    await stream.drop()
    await surface.say(Card(kind="answer", title="Streamed"), key=f"{run}:answer")
    _hold(subject.count(ref.thread, "Streamed") == 1, "a streamed answer stands more than once")


async def a_dropped_stream_leaves_nothing(subject: Subject) -> None:
    """What was begun and not ended is taken away, also what another process began."""
    surface, ref, run = await subject.begin()
    if not _streams(surface):
        return
    for _ in range(2):
        await surface.stream(key=f"{run}:answer", reader=subject.actor).add("One half.\n\nThe other.\n\n")
        await surface.stream(key=f"{run}:answer", reader=subject.actor).drop()
        _hold(subject.count(ref.thread, "One half.") == 0, "half of an answer stands though it was dropped")
    await surface.say(Card(kind="answer", title="Posted whole"), key=f"{run}:answer")
    _hold(subject.count(ref.thread, "Posted whole") == 1, "after a dropped stream the answer does not stand")


async def a_private_post_has_a_reference(subject: Subject) -> None:
    """A post for one person may be made in a channel, whatever the door can do about it."""
    surface, run = subject.door.open(subject.channel), f"run_{uuid4().hex}"
    card = Card(kind="notice", title="Only for you")
    ref = await surface.say(card, key=f"{run}:answer", privately_to=subject.actor)
    _hold(ref.thread.channel == subject.channel, "a private post landed in another channel")


async def files_are_delivered_one_by_one(subject: Subject) -> None:
    """One result an item, in order, each with a place or a problem; one bad item stops no other."""
    surface, _, run = await subject.begin()
    names = ("report.md", "missing.md", "empty.txt", "report.md", "\u202egpj <b>.svg", "last.json")
    contents = (b"# one", None, b"", b"# two", b"<svg/>", b"{}")
    items = [
        await asyncio.to_thread(_deliverable, subject.folder, number, name, content)
        for number, (name, content) in enumerate(zip(names, contents, strict=True))
    ]
    delivered = await surface.deliver(items, key=f"{run}:files")
    ids = [item.artifact.artifact_id for item in items]
    _hold([each.artifact_id for each in delivered] == ids, "the results are not one an item in order")
    for item, each in zip(items, delivered, strict=True):
        _hold(not (each.place and each.problem), f"{item.artifact.name} has both a place and a problem")
    _hold(bool(delivered[1].problem), "a file that does not exist was delivered")
    places = [each.place for each in delivered if each.place]
    _hold(len(set(places)) == len(places), "two files were delivered to the same place")
    _hold(await surface.deliver([], key=f"{run}:none") == [], "no files have a result")


async def a_file_out_of_reach_is_told(subject: Subject) -> None:
    """Fetching what is not to be had raises a sentence for the person."""
    for locator in ("there-is-no-such-file", "", "\0", "x" * 5000):
        try:
            async for _ in subject.door.fetch(InboundFile(name="a.txt", locator=locator)):
                _hold(condition=False, sentence="a file that does not exist has content")
        except UserFacingError:
            continue
        _hold(condition=False, sentence="a file that does not exist is fetched without a word")


CHECKS: tuple[Check, ...] = (
    a_first_post_begins_a_thread,
    a_channel_surface_stays_in_its_thread,
    threads_do_not_mix,
    a_key_is_posted_once,
    posts_are_found_by_their_key,
    a_repaint_is_no_post,
    any_text_is_posted,
    long_text_is_shown_whole,
    every_kind_and_block_is_posted,
    a_question_shows_every_choice,
    a_stream_becomes_one_post,
    a_dropped_stream_leaves_nothing,
    a_private_post_has_a_reference,
    files_are_delivered_one_by_one,
    a_file_out_of_reach_is_told,
)


def _streams(surface: Surface) -> TypeGuard[StreamingSurface]:
    """Whether answers can be streamed in this place: the flag says it, and the surface has to keep it."""
    able = surface.capabilities.stream
    _hold(not able or isinstance(surface, StreamingSurface), "the flag promises streams that there are not")
    return able


def _hold(condition: bool, sentence: str) -> None:  # noqa: FBT001 - it reads as a sentence
    """An assertion that no optimisation removes."""
    if not condition:
        raise AssertionError(sentence)


def _card_full_of(text: str) -> Card:
    """A card with one text wherever a text can stand."""
    blocks: Sequence[Block] = (
        Text(markdown=text),
        Fields(items=((text, text),)),
        Steps(items=(Step(title=text, state="running", detail=text),)),
        Picture(artifact_id="artifact_graph_0123456789abcdef", alt=text),
        Actions(action=text, choices=(Choice(label=text, value=text),)),
        Entry(action=text, example=text, suffixes=(text,)),
        Suggestions(items=(text, text)),
        Links(items=(Link(label=text[:200], url="http://127.0.0.1:1/f/x", note=text[:200]),)),
    )
    return Card(kind="answer", title=text, blocks=tuple(blocks), footer=text)


def _deliverable(folder: Path, number: int, name: str, content: bytes | None) -> Deliverable:
    """An artifact and its file; without content the file does not exist."""
    path = folder / f"{uuid4().hex}.bin"
    if content is not None:
        path.write_bytes(content)
    artifact = Artifact(
        artifact_id=f"artifact_file_{number:016x}",
        session_id="session_1",
        workflow_name="jil_parser",
        artifact_type=ArtifactType.RESULT,
        name=name,
        kind="file",
        content_type="application/octet-stream",
        size_bytes=len(content or b""),
        sha256=sha256(content or b"").hexdigest(),
        key=path.name,
    )
    return Deliverable(artifact, path)
