"""Which slips are forgiven."""

import pytest

from core.orchestrator.lexical.spelling import Spelling

SPELLING = Spelling(["upstream", "cycles", "batch", "breaks", "box", "predecessors"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("upstrem", "upstream"),
        ("usptream", "upstream"),
        ("cicles", "cycles"),
        ("predecesors", "predecessors"),
        ("brakes", "breaks"),
        ("hlep", "help"),
        ("upstream", "upstream"),
    ],
)
def test_slips_are_mended(written: str, meant: str) -> None:
    assert SPELLING.mend(written) == meant


@pytest.mark.parametrize("word", ["match", "snow", "cat", "fox", "zzzzzz", "bicycles", "x" * 500, "naïve"])
def test_words_of_their_own_stay(word: str) -> None:
    assert SPELLING.mend(word) == word


def test_many_strange_words_are_forgotten_again() -> None:
    spelling = Spelling(["upstream"])
    for number in range(5_000):
        spelling.mend("q" + "".join(chr(97 + int(digit)) for digit in f"{number:05d}"))
    assert spelling.mend("upstrem") == "upstream"
