"""Pieces are spread over pages: in order, nothing lost, nothing cut without need, and the end at the end."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.pages import Page, fill, paginate


@dataclass(frozen=True)
class Word:
    """A piece that weighs a letter each; ``solid`` is never cut."""

    text: str
    solid: bool = False

    @property
    def weight(self) -> int:
        return len(self.text)

    def split(self, room: int) -> "tuple[Word | None, Word | None]":
        if self.solid or room <= 0:
            return None, self
        head, rest = Word(self.text[:room]), self.text[room:]
        return head, Word(rest) if rest else None


@dataclass
class Sheet:
    """A page of ten letters; no second piece with a bar finds room."""

    largest: ClassVar = 10
    worth_cutting: ClassVar = 3

    reserved: int = 0
    pieces: list[Word] = field(default_factory=list)

    @classmethod
    def before(cls, end: Sequence[Word]) -> "Sheet":
        return cls(sum(word.weight for word in end))

    @property
    def room(self) -> int:
        return self.largest - self.reserved - sum(word.weight for word in self.pieces)

    def add(self, piece: Word) -> bool:
        barred = "|" in piece.text and "|" in letters(self.pieces)
        fits = piece.weight <= self.room and not barred
        self.pieces += [piece] if fits else []
        return fits

    def takes_all(self, pieces: Sequence[Word]) -> bool:
        return sum(word.weight for word in pieces) <= self.room + self.reserved

    def release(self) -> None:
        self.reserved = 0


NOTE = Word("!", solid=True)


def shown(pages: Sequence[Page[Word]]) -> list[list[str]]:
    return [[word.text for word in page.pieces] for page in pages]


def letters(pieces: Sequence[Word]) -> str:
    return "".join(word.text for word in pieces)


@pytest.mark.parametrize(
    ("flow", "tail", "most", "expected", "whole"),
    [
        (["aaaa", "bbb"], ["cc"], 3, [["aaaa", "bbb", "cc"]], True),
        (["aaaaa", "bbbbbbb"], [], 3, [["aaaaa"], ["bbbbbbb"]], True),
        (["aaaaa", "b" * 12], [], 3, [["aaaaa", "bbbbb"], ["bbbbbbb"]], True),
        (["a" * 8, "b" * 12], [], 3, [["a" * 8], ["b" * 10], ["bb"]], True),
        (["aaaaa", "bbbbbbb", "cccccc"], [], 2, [["aaaaa", "bbbbb"], ["bb", "cccccc"]], True),
        (["|a", "|" + "b" * 11, "c"], [], 3, [["|a"], ["|" + "b" * 9], ["bb", "c"]], True),
        (["a" * 9], ["cc"], 3, [["a" * 9], ["cc"]], True),
        (["a" * 9, "b" * 9], ["cc"], 1, [["aaaaaaa", "!", "cc"]], False),
        (["a" * 40], ["cc"], 2, [["a" * 10], ["a" * 7, "!", "cc"]], False),
    ],
)
def test_what_stands_where(
    flow: list[str], tail: list[str], most: int, expected: list[list[str]], *, whole: bool
) -> None:
    pages, all_shown = paginate([*map(Word, flow)], [*map(Word, tail)], NOTE, most, Sheet.before)
    assert (shown(pages), all_shown) == (expected, whole)


words = st.lists(st.builds(Word, st.text("abc|", min_size=1, max_size=25), st.booleans()), min_size=1)
tails = st.lists(st.builds(Word, st.text("xyz", min_size=1, max_size=3), st.just(value=True)), max_size=3)


@given(words, tails, st.integers(1, 5))
def test_nothing_is_lost_and_the_end_is_always_there(flow: list[Word], tail: list[Word], most: int) -> None:
    pages, whole = paginate(flow, tail, NOTE, most, Sheet.before)
    said = "".join(text for page in shown(pages) for text in page)
    written, end = letters(flow), letters(tail)
    assert len(pages) <= most
    assert said.endswith(end if whole else f"!{end}")
    body = said.removesuffix(end)
    assert body == written if whole else written.startswith(body.removesuffix("!"))


@given(words)
def test_filling_a_page_keeps_every_letter(flow: list[Word]) -> None:
    waiting, page = deque(flow), Sheet()
    fill(page, waiting, eager=True)
    assert letters([*page.pieces, *waiting]) == letters(flow)
    assert page.room >= 0
