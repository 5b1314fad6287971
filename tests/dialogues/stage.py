"""A thread at one door, in the gestures that every door has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

Found = TypeVar("Found")

WORKING = "Working on it"
WAITING = "Waiting for your answer"
"""What the progress card says, at every door."""


@dataclass(frozen=True)
class Post:
    """Something that the bot put there, as plain text; ``id`` is the same after a change."""

    id: str
    text: str


class Stage(Protocol):
    """One thread, not begun yet. What somebody does is told as that door's people would tell it.

    A gesture raises LookupError where it cannot be made: there is no such button, nothing is asked.
    """

    name: str

    async def say(self, person: str, text: str, files: Sequence[Path]) -> str:
        """Write to the bot; the first time it begins the thread."""
        ...

    async def answer(self, person: str, text: str, files: Sequence[Path]) -> str:
        """Answer the newest question in the place that the door has for it."""
        ...

    async def press(self, person: str, label: str) -> str:
        """Press the newest button with a label, or do what stands for it."""
        ...

    def posts(self, person: str) -> list[Post]:
        """What a person sees of the bot in the thread and beside it, oldest first."""
        ...

    async def until(self, look: Callable[[], Found]) -> Found:
        """What a look finds, looking again whenever something may have changed; TimeoutError if never."""
        ...

    async def rest(self) -> None:
        """Wait until nothing works any more and everything that came of it is seen."""
        ...

    async def close(self) -> None:
        """Leave the thread."""
        return
