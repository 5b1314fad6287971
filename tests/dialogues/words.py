"""What a post says, whatever it looks like: its words in a row, without markup and the signs around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from unicodedata import normalize

ANYTHING = ("…", "...")
"""Alone it stands for whatever comes between; behind a word, for the rest of it."""

_SIGNS = "`*_~•●▶✓✗…?!.,;:()[]{}<>\"'“”‘’|/+-–—#="  # noqa: RUF001 - doors print these very signs


def words(text: str) -> list[str]:
    """The words of a text: a name or number keeps what is inside it, and loses the signs around it."""
    bare = (word.strip(_SIGNS) for word in normalize("NFC", text).split())
    return [word for word in bare if word]


@dataclass(frozen=True)
class Phrase:
    """Words to look for: parts that come one after the other, each without a gap inside."""

    parts: tuple[tuple[str, ...], ...]

    @classmethod
    def read(cls, text: str) -> "Phrase":
        """A phrase as it is written in a dialogue; ValueError where it holds no word."""
        parts: list[list[str]] = [[]]
        for written in normalize("NFC", text).split():
            if written in ANYTHING:
                parts.append([])
            elif word := written.strip(_SIGNS):
                parts[-1].append(word + ANYTHING[0] if written.endswith(ANYTHING) else word)
        found = tuple(tuple(part) for part in parts if part)
        if not found:
            raise ValueError("there is no word to look for")
        return cls(found)

    def within(self, text: str) -> bool:
        """Whether a text says this, whole words only: ``3 jobs`` is not in ``13 jobs``."""
        rest: list[str] | None = words(text)
        return reduce(_behind, self.parts, rest) is not None


def _behind(said: list[str] | None, part: Sequence[str]) -> list[str] | None:
    """What comes behind the first place where a part stands; None where it stands nowhere."""
    if said is None:
        return None
    for start in range(len(said) - len(part) + 1):
        if all(_same(*pair) for pair in zip(said[start:], part, strict=False)):
            return said[start + len(part) :]
    return None


def _same(word: str, wanted: str) -> bool:
    beginning = wanted.removesuffix(ANYTHING[0])
    return word == wanted if beginning == wanted else word.startswith(beginning)
