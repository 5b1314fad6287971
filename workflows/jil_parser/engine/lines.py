"""Lines of a text, cut block by block as they are needed."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

_BLOCK: Final = 1 << 17


class Lines:
    """The lines of a text without their ends, which are LF only.

    Only one block of about 128 thousand characters is cut into lines at a time: of a large export the lines
    would take three times the memory of the text, and be cold in the cache when they are looked at.
    """

    def __init__(self, text: str) -> None:
        self._blocks = list(_blocks(text))
        self._starts = [0]
        for block in self._blocks:
            self._starts.append(self._starts[-1] + block.count("\n") + 1)
        self._number = -1
        self._cut: list[str] = []

    def __len__(self) -> int:
        return self._starts[-1]

    def __getitem__(self, index: int) -> str:
        number = bisect_right(self._starts, index) - 1
        if number != self._number:
            self._number, self._cut = number, self._blocks[number].split("\n")
        return self._cut[index - self._starts[number]]

    def __iter__(self) -> Iterator[str]:
        for block in self.blocks():
            yield from block

    def blocks(self) -> Iterator[list[str]]:
        """The lines in order, as one list a block."""
        return (block.split("\n") for block in self._blocks)


def _blocks(text: str) -> Iterator[str]:
    """Pieces of the text between line ends; the end of the last line begins no further one."""
    start, length = 0, len(text) - text.endswith("\n")
    while start <= length and text:
        end = text.find("\n", start + _BLOCK, length)
        end = length if end < 0 else end
        yield text[start:end]
        start = end + 1
