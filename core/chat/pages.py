"""Which pieces of a card stand in which message.

How much a message holds is each platform's own; how a card is spread over several of them is not.
"""

from collections import deque
from collections.abc import Callable, Sequence
from typing import ClassVar, Protocol, Self, TypeVar


class Cuttable(Protocol):
    """Something to be shown. Its weight is counted in what the platform limits."""

    @property
    def weight(self) -> int:
        """What it takes of a message."""

    def split(self, room: int) -> tuple[Self | None, Self | None]:
        """What fits into ``room`` and the rest."""


Piece = TypeVar("Piece", bound=Cuttable)


class Page(Protocol[Piece]):
    """One message being filled.

    A piece heavier than ``largest`` fits in no message as a whole. Less room than ``worth_cutting`` at the
    end of a message is left free.
    """

    largest: ClassVar[int]
    worth_cutting: ClassVar[int]

    @property
    def pieces(self) -> Sequence[Piece]:
        """What stands in it."""

    @property
    def room(self) -> int:
        """The weight that is left."""

    def add(self, piece: Piece) -> bool:
        """Take a piece if there is room for it."""

    def takes_all(self, pieces: Sequence[Piece]) -> bool:
        """Whether there is room for all of them, without regard to what is reserved."""

    def release(self) -> None:
        """Keep nothing free any more."""


Opened = Callable[[Sequence[Piece]], Page[Piece]]
"""An empty page that keeps room free for these pieces."""


def paginate(
    flow: Sequence[Piece], tail: Sequence[Piece], note: Piece, most: int, opened: Opened[Piece]
) -> tuple[list[Page[Piece]], bool]:
    """At most ``most`` pages with ``tail`` on the last one, and whether everything has found room.

    Where not, ``note`` says so before the tail. Nothing is cut that fits in a message, unless that alone
    makes room for everything.
    """
    end = [note, *tail]
    pages, whole = _laid_out(flow, end, most, opened, eager=False)
    if not whole:
        pages, whole = _laid_out(flow, end, most, opened, eager=True)
    return _ended(pages, tail if whole else end, opened), whole


def fill(page: Page[Piece], waiting: deque[Piece], *, eager: bool) -> None:
    """Move pieces to a page while there is room; cut the next one if it fits nowhere as a whole."""
    while waiting and page.add(waiting[0]):
        waiting.popleft()
    if not waiting:
        return
    piece = waiting.popleft()
    cut = not page.pieces or (page.room > page.worth_cutting and (eager or piece.weight > page.largest))
    head, rest = piece.split(page.room) if cut else (None, piece)
    if head is not None and not page.add(head):
        rest = piece
    if rest is not None:
        waiting.appendleft(rest)


def _laid_out(
    flow: Sequence[Piece], end: Sequence[Piece], most: int, opened: Opened[Piece], *, eager: bool
) -> tuple[list[Page[Piece]], bool]:
    """The pages without their end, for which there is room on the last one that there may be."""
    waiting = deque(flow)
    pages: list[Page[Piece]] = []
    while waiting and len(pages) < most:
        last = len(pages) == most - 1
        pages.append(opened(end if last else ()))
        fill(pages[-1], waiting, eager=eager)
    return pages, not waiting


def _ended(pages: list[Page[Piece]], tail: Sequence[Piece], opened: Opened[Piece]) -> list[Page[Piece]]:
    """The pages with what stands at the end, on a page of its own if there is no room left."""
    if not pages[-1].takes_all(tail):
        pages.append(opened(()))
    pages[-1].release()
    for piece in tail:
        pages[-1].add(piece)
    return pages
