"""Which pieces of a card stand in which message."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from adapters.teams.rendering.fixture import Fixture
from adapters.teams.rendering.limits import FRAME_BYTES, MESSAGE_BYTES
from adapters.teams.rendering.piece import Piece

_ROOM = MESSAGE_BYTES - FRAME_BYTES
_WORTH_CUTTING = 6_000
"""Less room than this at the end of a message is left free."""


@dataclass
class Page:
    """One message being filled; ``reserved`` is the room to keep free for what stands at the end."""

    reserved: int = 0
    pieces: list[Piece] = field(default_factory=list)
    taken: int = 0

    @property
    def room(self) -> int:
        """The bytes that are left."""
        return _ROOM - self.reserved - self.taken

    def add(self, piece: Piece) -> bool:
        """Take a piece if there is room for it; pictures are heavy on their way, so one is enough."""
        if piece.weight > self.room or (_is_picture(piece) and any(map(_is_picture, self.pieces))):
            return False
        self.pieces.append(piece)
        self.taken += piece.weight
        return True


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
        pages.append(Page(reserved if last else 0))
        _fill(pages[-1], waiting, eager=eager or last)
    return pages, not waiting


def _ended(pages: list[Page], tail: Sequence[Fixture]) -> list[Page]:
    """The pages with what stands at the end, on a page of its own if there is no room left."""
    pages[-1].reserved = 0
    if sum(piece.weight for piece in tail) > pages[-1].room:
        pages.append(Page())
    for piece in tail:
        pages[-1].add(piece)
    return pages


def _fill(page: Page, waiting: deque[Piece], *, eager: bool) -> None:
    """Move pieces to a page while there is room; cut the next one if it fits nowhere as a whole."""
    while waiting and page.add(waiting[0]):
        waiting.popleft()
    if not waiting:
        return
    piece = waiting.popleft()
    cut = not page.pieces or (page.room > _WORTH_CUTTING and (eager or piece.weight > _ROOM))
    head, rest = piece.split(page.room) if cut else (None, piece)
    if head is not None and not page.add(head):
        rest = piece
    if rest is not None:
        waiting.appendleft(rest)


def _is_picture(piece: Piece) -> bool:
    return isinstance(piece, Fixture) and piece.uncounted > 0
