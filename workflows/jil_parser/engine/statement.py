"""One statement of a script: a verb, a name and the attributes below it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Value = str | list[str]


class LineNumbers(Mapping[str, int]):
    """The line of each attribute of a statement with one pair a line, worked out only when somebody asks.

    ``body`` holds an entry for every line from ``first`` on, its key foremost, empty where the line has no
    pair. A repeated key has the line of its first.
    """

    __slots__ = ("_body", "_first")

    def __init__(self, first: int, body: Sequence[tuple[str, ...]]) -> None:
        self._first = first
        self._body = body

    def __getitem__(self, key: str) -> int:
        for line, entry in enumerate(self._body, self._first):
            if entry and entry[0] == key:
                return line
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(entry[0] for entry in self._body if entry))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(slots=True)
class Statement:
    """A statement as written, repeats resolved. ``lines`` is the line of each attribute, from 1."""

    verb: str
    name: str
    file: str
    line: int
    values: dict[str, Value]
    lines: Mapping[str, int]


def plain_name(text: str) -> str:
    r"""A name with ``\:`` unescaped, as names are compared."""
    return text.replace("\\:", ":")
