"""A thread in the terminal."""

import asyncio
import shutil
from collections.abc import Callable, Sequence
from itertools import chain, count
from pathlib import Path
from uuid import uuid4

from adapters.console.rendering import indented, render, render_step
from adapters.console.transcript import Transcript
from core.artifact import safe_name
from core.chat.card import Card, Steps
from core.chat.inbound import Actor
from core.chat.plain_text import printable
from core.chat.surface import Capabilities, Deliverable, Delivered, MessageRef
from core.chat.thread_ref import ChannelRef, ThreadRef
from core.sizes import in_words

MARKS = {"progress": "●", "question": "?", "answer": "▶", "error": "!", "notice": "-"}

POSTS = 20
"""Posts of a thread of which it is known what was printed, the latest: older ones are not repainted."""

Show = Callable[[str], None]
"""Prints a finished piece of text; a door that must stay quiet passes one that does nothing."""

OutOf = Callable[[str], Path | None]
"""The folder into which a run's files are copied; None leaves them in the store."""


class ConsoleSurface:
    """Posts are kept in the transcript and printed; a repaint prints what is new about the steps.

    ``out_of`` gives the folder for the files of a run, by its id: the part of a key before its colon.
    """

    capabilities = Capabilities(repaint=True, files=True, private=True, update_interval=0.1)

    def __init__(
        self, place: ChannelRef | ThreadRef, transcript: Transcript, show: Show, out_of: OutOf
    ) -> None:
        self._place = place
        self._transcript = transcript
        self._show = show
        self._out_of = out_of
        self._shown: dict[MessageRef, set[str]] = {}
        self.delivered: dict[str, list[tuple[Deliverable, Delivered]]] = {}

    async def say(
        self,
        card: Card,
        *,
        key: str,
        privately_to: Actor | None = None,  # noqa: ARG002 - one person sits at a terminal
    ) -> MessageRef:
        """Keep the post, then print it; one that stands already is not printed again."""
        ref = await self.find(key)
        if ref is None:
            hint = " (Ctrl-C stops it)" if card.kind == "progress" else ""
            text = indented(render(card) + hint, MARKS[card.kind])
            ref = await asyncio.to_thread(self._transcript.append, self._thread(key), key, text)
            self._show(text)
        return ref

    async def repaint(self, ref: MessageRef, card: Card) -> None:
        """Print the steps that ended since the last time, and what the running one says; no other post."""
        if card.kind != "progress":
            return
        for block in card.blocks:
            for step in block.items if isinstance(block, Steps) else ():
                if step.state != "running" or step.detail:
                    self._show_once(ref, render_step(step), render_step(step))
        if card.title != "Working on it":
            self._show_once(ref, card.title, printable(f"{card.title} ({card.footer})"))

    async def deliver(
        self,
        items: Sequence[Deliverable],
        *,
        key: str,
    ) -> list[Delivered]:
        """Copy the files to the chosen folder under their own names; without one, say which there are."""
        names = _distinct([safe_name(item.artifact.name) for item in items])
        out = self._out_of(key.partition(":")[0])
        delivered = [
            await asyncio.to_thread(self._deliver_one, item, name, out)
            for item, name in zip(items, names, strict=True)
        ]
        self.delivered[key.partition(":")[0]] = list(zip(items, delivered, strict=True))
        told = zip(items, names, delivered, strict=True)
        lines = [
            f"{name:<18} {it.place if out else in_words(item.artifact.size_bytes)}"
            for item, name, it in told
            if it.place
        ]
        if lines and out is None:  # where they rest they have other names
            lines.append("(--out DIR writes them there)")
        if lines:
            self._show(indented(printable("\n".join(lines)), "+"))
        return delivered

    async def find(self, key: str) -> MessageRef | None:
        """The post with this key, if it stands."""
        return await asyncio.to_thread(self._transcript.find, self._thread(key), key)

    def _thread(self, key: str) -> ThreadRef:
        """The thread; the first post in a channel begins one named after its run."""
        return (
            self._place if isinstance(self._place, ThreadRef) else self._place.thread(key.partition(":")[0])
        )

    def _show_once(self, ref: MessageRef, what: str, line: str) -> None:
        """Print a line about a post unless it was printed before."""
        shown = self._shown.setdefault(ref, set())
        if what not in shown:
            shown.add(what)
            self._show(f"  {line}")
        if len(self._shown) > POSTS:
            del self._shown[next(iter(self._shown))]

    def _deliver_one(self, item: Deliverable, name: str, out: Path | None) -> Delivered:
        """One file: whole or not at all."""
        artifact_id = item.artifact.artifact_id
        if not item.path.is_file():
            return Delivered(artifact_id, problem=f"{name} is not available any more; ask again.")
        if out is None:
            return Delivered(artifact_id, str(item.path))
        try:
            _copy(item.path, out / name)
        except OSError as error:
            reason = error.strerror or "it cannot be copied"
            return Delivered(artifact_id, problem=f"{name} could not be written to {out}: {reason}.")
        return Delivered(artifact_id, str(out / name))


def _copy(source: Path, target: Path) -> None:
    """Copy a file whole or not at all, in place of what is there."""
    temporary = target.with_name(f".{uuid4().hex}.part")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        shutil.copyfile(source, temporary)
        temporary.replace(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _distinct(names: Sequence[str]) -> list[str]:
    """The names, numbered where several files share one, so that none replaces another."""
    taken: list[str] = []
    for name in names:
        path = Path(name)
        numbered = (f"{path.stem}-{number}{path.suffix}" for number in count(2))
        taken.append(next(each for each in chain([name], numbered) if each not in taken))
    return taken
