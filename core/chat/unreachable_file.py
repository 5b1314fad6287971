"""A file of which a door knows why it cannot be fetched."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from core.chat.inbound import InboundFile

_UNREACHABLE = "unreachable:"


@dataclass(frozen=True, slots=True)
class UnreachableFile:
    """A file that cannot be had; every door has its own ``obstacles``.

    An obstacle says why, and what to do about it; it follows the file's name in a sentence.
    """

    obstacles: ClassVar[type[StrEnum]]

    name: str
    obstacle: StrEnum

    def __str__(self) -> str:
        return f"{self.name} {self.obstacle}."

    @property
    def file(self) -> InboundFile:
        """The file as one of its message: whoever fetches it is told why it cannot be had."""
        return InboundFile(name=self.name, locator=f"{_UNREACHABLE}{self.obstacle.name}")

    @classmethod
    def of(cls, file: InboundFile) -> Self | None:
        """The inverse of ``file``; None for a file that can be fetched."""
        why = file.locator.removeprefix(_UNREACHABLE)
        known = file.locator != why and why in cls.obstacles.__members__
        return cls(file.name, cls.obstacles[why]) if known else None
