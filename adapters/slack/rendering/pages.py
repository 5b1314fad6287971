"""A message of Slack's being filled."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from adapters.slack.rendering.limits import BLOCK_WEIGHT, MESSAGE_BLOCKS, MESSAGE_WEIGHT, TABLES
from adapters.slack.rendering.markdown import Piece
from adapters.slack.rendering.passage import Passage
from adapters.slack.rendering.table import Table


@dataclass
class Page:
    """One message being filled; ``reserved`` is the weight to keep free for what stands at the end."""

    largest: ClassVar = MESSAGE_WEIGHT - BLOCK_WEIGHT
    worth_cutting: ClassVar = 1_500

    reserved: int = 0
    reserved_blocks: int = 0
    pieces: list[Piece] = field(default_factory=list)
    taken: int = 0
    blocks: int = 0

    @classmethod
    def before(cls, end: Sequence[Piece]) -> "Page":
        """An empty page that keeps room for ``end``."""
        return cls(sum(piece.weight for piece in end), len(end))

    @property
    def room(self) -> int:
        """The weight that is left; a block of its own is paid for."""
        return MESSAGE_WEIGHT - self.reserved - self.taken - BLOCK_WEIGHT

    def add(self, piece: Piece) -> bool:
        """Take a piece if there is room for it."""
        opens = self._opens(piece)
        cost = piece.weight + (BLOCK_WEIGHT if opens and isinstance(piece, Passage) else 0)
        too_heavy = self.taken + cost > MESSAGE_WEIGHT - self.reserved
        too_many = self.blocks + opens > MESSAGE_BLOCKS - self.reserved_blocks
        if too_heavy or too_many or self._is_one_table_too_many(piece):
            return False
        self.pieces.append(piece)
        self.taken += cost
        self.blocks += opens
        return True

    def takes_all(self, pieces: Sequence[Piece]) -> bool:
        """Whether there is room for all of them, without regard to what is reserved."""
        trial = Page(pieces=[*self.pieces], taken=self.taken, blocks=self.blocks)
        return all(trial.add(piece) for piece in pieces)

    def release(self) -> None:
        """Keep nothing free any more."""
        self.reserved = self.reserved_blocks = 0

    def _opens(self, piece: Piece) -> bool:
        """Whether a piece begins a block: prose goes on in the block of the prose before it."""
        flows = bool(self.pieces) and isinstance(self.pieces[-1], Passage)
        return not (isinstance(piece, Passage) and flows and not piece.opens)

    def _is_one_table_too_many(self, piece: Piece) -> bool:
        return isinstance(piece, Table) and sum(isinstance(each, Table) for each in self.pieces) >= TABLES
