"""A thread in the terminal."""

import asyncio
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

from adapters.console.rendering import indented, render, render_step
from adapters.console.transcript import Transcript
from core.chat.card import Card, Steps
from core.chat.inbound import Actor
from core.chat.surface import Capabilities, Deliverable, Delivered, MessageRef
from core.chat.thread_ref import ChannelRef, ThreadRef

MARKS = {"progress": "●", "question": "?", "answer": "▶", "error": "!", "notice": "-"}

Show = Callable[[str], None]
"""Prints a finished piece of text; a door that must stay quiet passes one that does nothing."""


class ConsoleSurface:
    """Posts are kept in the transcript and printed; a repaint prints what is new about the steps."""

    capabilities = Capabilities(repaint=True, files=True, private=True, update_interval=0.1)

    def __init__(
        self, place: ChannelRef | ThreadRef, transcript: Transcript, show: Show, out: Path | None
    ) -> None:
        self._place = place
        self._transcript = transcript
        self._show = show
        self._out = out
        self._shown_steps: set[str] = set()
        self.delivered: list[tuple[Deliverable, Delivered]] = []

    async def say(self, card: Card, *, key: str, privately_to: Actor | None = None) -> MessageRef:
        """Keep the post, then print it."""
        text = indented(render(card), MARKS[card.kind])
        ref = await asyncio.to_thread(self._transcript.append, self._thread(key), key, text)
        self._show(text)
        return ref

    async def repaint(self, ref: MessageRef, card: Card) -> None:
        """Print the steps that ended since the last time, and what the running one says."""
        for block in card.blocks:
            for step in block.items if isinstance(block, Steps) else ():
                line = render_step(step)
                unchanged = line in self._shown_steps or (step.state == "running" and not step.detail)
                if not unchanged:
                    self._shown_steps.add(line)
                    self._show(f"  {line}")
        if card.title not in ("Working on it", *self._shown_steps):
            self._shown_steps.add(card.title)
            self._show(f"  {card.title} ({card.footer})")

    async def deliver(self, items: Sequence[Deliverable], *, key: str) -> list[Delivered]:
        """Copy the files to the folder of choice under their own names; without one, say where they are kept."""
        delivered = [await asyncio.to_thread(self._deliver_one, item) for item in items]
        self.delivered += zip(items, delivered, strict=True)
        lines = [
            f"{item.artifact.name:<18} {result.place}" for item, result in self.delivered if result.place
        ]
        self._show(indented("\n".join(lines), "+"))
        return delivered

    async def find(self, key: str) -> MessageRef | None:
        """The post with this key, if it stands."""
        return await asyncio.to_thread(self._transcript.find, self._thread(key), key)

    def _thread(self, key: str) -> ThreadRef:
        """The thread; the first post in a channel begins one named after its run."""
        return (
            self._place if isinstance(self._place, ThreadRef) else self._place.thread(key.partition(":")[0])
        )

    def _deliver_one(self, item: Deliverable) -> Delivered:
        """One file: whole or not at all."""
        if self._out is None:
            return Delivered(item.artifact.artifact_id, str(item.path))
        target = self._out / item.artifact.name
        temporary = self._out / f".{uuid4().hex}.part"
        try:
            self._out.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(item.path, temporary)
            temporary.replace(target)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            problem = (
                f"{item.artifact.name} could not be written to {self._out}: {os.strerror(error.errno or 0)}."
            )
            return Delivered(item.artifact.artifact_id, problem=problem)
        return Delivered(item.artifact.artifact_id, str(target))
