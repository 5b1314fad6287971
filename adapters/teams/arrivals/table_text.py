"""A table that somebody pasted: one line a row, tabs between the cells."""

import re

_BLANK = re.compile(r"[ \t\r\n\f\u00a0]+")
_BREAKS = ("p", "div", "br", "li")


class TableText:
    """Takes what stands in a table in order; a table in a cell is part of the cell."""

    def __init__(self) -> None:
        self._rows: list[list[list[str]]] = []
        self._depth = 1

    def begin(self, role: str) -> None:
        """An element begins."""
        if role == "table":
            self._depth += 1
        elif role == "tr" and self._depth == 1:
            self._rows.append([])
        elif role in ("td", "th") and self._depth == 1:
            self._row().append([])
        elif role in _BREAKS:
            self.add(" ")

    def end(self) -> None:
        """A table in a cell ends."""
        self._depth -= 1

    def add(self, words: str) -> None:
        """Words; blanks between the cells are none."""
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(words)

    @property
    def text(self) -> str:
        """The whole table."""
        cells = ([_BLANK.sub(" ", "".join(cell)).strip() for cell in row] for row in self._rows)
        return "\n".join("\t".join(row) for row in cells)

    def _row(self) -> list[list[str]]:
        if not self._rows:
            self._rows.append([])
        return self._rows[-1]
