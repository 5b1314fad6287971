"""Which pieces of a card stand in which message."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from adapters.slack.rendering.fixture import Fixture
from adapters.slack.rendering.limits import BLOCK_WEIGHT, MESSAGE_BLOCKS, MESSAGE_WEIGHT, TABLES
from adapters.slack.rendering.markdown import Piece
from adapters.slack.rendering.passage import Passage
from adapters.slack.rendering.table import Table

_WORTH_CUTTING = 1_500
"""Less room than this at the end of a message is left free."""


@dataclass
class Page:
    """One message being filled; ``reserved`` is the weight to keep free for what stands at the end."""

    reserved: int = 0
    reserved_blocks: int = 0
    pieces: list[Piece] = field(default_factory=list)
    taken: int = 0
    blocks: int = 0

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

    def takes_all(self, pieces: Sequence[Fixture]) -> bool:
        """Whether there is room for all of them, without regard to what is reserved."""
        trial = Page(pieces=[*self.pieces], taken=self.taken, blocks=self.blocks)
        return all(trial.add(piece) for piece in pieces)

    def _opens(self, piece: Piece) -> bool:
        """Whether a piece begins a block: prose goes on in the block of the prose before it."""
        flows = bool(self.pieces) and isinstance(self.pieces[-1], Passage)
        return not (isinstance(piece, Passage) and flows and not piece.opens)

    def _is_one_table_too_many(self, piece: Piece) -> bool:
        return isinstance(piece, Table) and sum(isinstance(each, Table) for each in self.pieces) >= TABLES


def paginate(
    flow: Sequence[Piece], tail: Sequence[Fixture], note: Fixture, most: int
) -> tuple[list[Page], bool]:
    """At most ``most`` pages with ``tail`` on the last one, and whether everything has found room.

    Where not, ``note`` says so before the tail. Nothing is cut that fits in a message, unless that alone
    makes room for everything.
    """
    end = [note, *tail]
    pages, whole = _laid_out(flow, end, most, eager=False)
    if not whole:
        pages, whole = _laid_out(flow, end, most, eager=True)
    return _ended(pages, tail if whole else end), whole


def _laid_out(
    flow: Sequence[Piece], end: Sequence[Fixture], most: int, *, eager: bool
) -> tuple[list[Page], bool]:
    """The pages without their end, for which there is room on the last one that there may be."""
    reserved = sum(piece.weight for piece in end)
    waiting = deque(flow)
    pages: list[Page] = []
    while waiting and len(pages) < most:
        last = len(pages) == most - 1
        pages.append(Page(reserved, len(end)) if last else Page())
        fill(pages[-1], waiting, eager=eager or last)
    return pages, not waiting


def _ended(pages: list[Page], tail: Sequence[Fixture]) -> list[Page]:
    """The pages with what stands at the end, on a page of its own if there is no room left."""
    if not pages[-1].takes_all(tail):
        pages.append(Page())
    pages[-1].reserved = pages[-1].reserved_blocks = 0
    for piece in tail:
        pages[-1].add(piece)
    return pages


def fill(page: Page, waiting: deque[Piece], *, eager: bool) -> None:
    """Move pieces to a page while there is room; cut the next one if it fits nowhere as a whole."""
    while waiting and page.add(waiting[0]):
        waiting.popleft()
    if not waiting:
        return
    piece = waiting.popleft()
    fits_nowhere = piece.weight > MESSAGE_WEIGHT - BLOCK_WEIGHT
    cut = not page.pieces or (page.room > _WORTH_CUTTING and (eager or fits_nowhere))
    head, rest = piece.split(page.room) if cut else (None, piece)
    if head is not None and not page.add(head):
        rest = piece
    if rest is not None:
        waiting.appendleft(rest)
