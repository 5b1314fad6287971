"""The lines of a dialogue: what somebody does, and what is expected of the bot then."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from tests.dialogues.words import Phrase

How = Literal["bot", "bot asks", "bot gives", "but not"]
HOWS: dict[str, How] = {how: how for how in get_args(How)}
"""What can be expected, as it is written."""


@dataclass(frozen=True)
class Say:
    """Somebody writes to the bot; the first one begins the thread."""

    number: int
    person: str
    text: str
    files: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Reply:
    """Whoever spoke last answers the open question, in the place that the door has for that."""

    number: int
    text: str
    files: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Press:
    """Whoever spoke last presses a button."""

    number: int
    label: str


@dataclass(frozen=True)
class Expect:
    """What is seen since the last act: something said, asked or given, or what must not be there."""

    number: int
    how: How
    phrases: tuple[Phrase, ...]
    written: str


Act = Say | Reply | Press
Line = Act | Expect


@dataclass(frozen=True)
class Dialogue:
    """One conversation in one thread. ``name`` is the file's, for messages."""

    name: str
    lines: tuple[Line, ...]

    @property
    def brings_files_later(self) -> bool:
        """Whether another message than the first brings files, without being asked for them."""
        said = [line for line in self.lines if isinstance(line, Say)]
        return any(line.files for line in said[1:])
