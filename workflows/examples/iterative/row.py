"""A row while it is repaired: what it is now, and what was done to it."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Row:
    """``line`` is where it begins in the file. ``aside`` says why it is not kept, if it is not.

    A change is a column's position (-1: the whole row), what stood there, what stands there now, and which
    repair did it.
    """

    line: int
    cells: list[str]
    aside: str = ""
    changes: list[tuple[int, str, str, str]] = field(default_factory=list)

    def change(self, position: int, now: str, repair: str) -> None:
        """Put another text into a cell."""
        before = self.cells[position]
        if now != before:
            self.cells[position] = now
            self.changes.append((position, before, now, repair))
