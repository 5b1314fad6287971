"""A message of Teams' being filled."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from adapters.teams.rendering.fixture import Fixture
from adapters.teams.rendering.limits import FRAME_BYTES, MESSAGE_BYTES
from adapters.teams.rendering.piece import Piece


@dataclass
class Page:
    """One message being filled; ``reserved`` is the room to keep free for what stands at the end."""

    largest: ClassVar = MESSAGE_BYTES - FRAME_BYTES
    worth_cutting: ClassVar = 6_000

    reserved: int = 0
    pieces: list[Piece] = field(default_factory=list)
    taken: int = 0

    @classmethod
    def before(cls, end: Sequence[Piece]) -> "Page":
        """An empty page that keeps room for ``end``."""
        return cls(sum(piece.weight for piece in end))

    @property
    def room(self) -> int:
        """The bytes that are left."""
        return self.largest - self.reserved - self.taken

    def add(self, piece: Piece) -> bool:
        """Take a piece if there is room for it; pictures are heavy on their way, so one is enough."""
        if piece.weight > self.room or (_is_picture(piece) and any(map(_is_picture, self.pieces))):
            return False
        self.pieces.append(piece)
        self.taken += piece.weight
        return True

    def takes_all(self, pieces: Sequence[Piece]) -> bool:
        """Whether there is room for all of them, without regard to what is reserved."""
        return sum(piece.weight for piece in pieces) <= self.room + self.reserved

    def release(self) -> None:
        """Keep nothing free any more."""
        self.reserved = 0


def _is_picture(piece: Piece) -> bool:
    return isinstance(piece, Fixture) and piece.uncounted > 0
