"""A text that grows shows what the whole text shows, piece by piece, and never takes anything back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.chat.growing_text import GrowingText
from core.chat.markdown import READ, parts
from core.chat.plain_text import printable
from core.chat.prose import Grid, Listing, Part, Words

LINES = st.sampled_from(
    [
        "",
        "",
        "",
        "one",
        "two **bold**",
        "# head",
        "===",
        "---",
        "- a",
        "- b",
        "  - c",
        "1. x",
        "2. y",
        "> q",
        "```",
        "| a | b |",
        "|---|---|",
        "    code",
        "<!channel>",
        "\u202e\x00",
        "a\r",
    ]
)


def words(text: str) -> list[str]:
    """The parts of a text, each as the words that people see."""
    return list(map(_words, parts(text)))


def grown(chunks: list[str]) -> list[str]:
    """The parts that a text gives when it comes in chunks, as words."""
    growing = GrowingText()
    given = [part for chunk in chunks for part in words(growing.add(chunk))]
    return [*given, *words(growing.rest())]


def _words(part: Part) -> str:
    match part:
        case Words():
            mark = "• " if part.number is None else f"{part.number}. "
            return f"{mark if part.form == 'item' else ''}{part.text}"
        case Listing():
            return part.text
        case Grid():
            return "\n".join(" | ".join(row) for row in (part.header, *part.rows))
    return "---"


@given(st.lists(LINES, max_size=14), st.lists(st.integers(1, 9), min_size=1, max_size=9))
def test_what_is_shown_is_what_the_whole_text_shows(lines: list[str], lengths: list[int]) -> None:
    text, at = "\n".join(lines), 0
    chunks: list[str] = []
    while at < len(text):
        length = lengths[len(chunks) % len(lengths)]
        chunks.append(text[at : at + length])
        at += length
    assert grown(chunks) == words(printable(text))


@pytest.mark.parametrize(
    ("text", "settled"),
    [
        ("One paragraph", []),
        ("One paragraph\n", []),
        ("One paragraph\n\n", ["One paragraph"]),
        ("One paragraph\n\nTw", ["One paragraph"]),
        ("Head\n--", []),
        ("# Head\nTw", ["Head"]),
        ("# Hea", []),
        ("- a\n- b", []),
        ("- a\n- b\n", ["• a"]),
        ("- a\n  - inner\n- b\n- c\n", ["• a", "• inner", "• b"]),
        ("3. a\n4. b\n5. c\n", ["3. a", "4. b"]),
        ("```\ncode\n\nmore", []),
        ("```\ncode\n\n", []),
        ("```\ncode\n```\n\nText\n", ["code"]),
        ("| a | b |\n|---|---|\n| 1 | 2 |", []),
        ("> q\n\n> r\n", ["q"]),
        ("1. a\n1. b\n1. c\n", []),
        ("1. a\n\n1", []),
        ("a\r", []),
        ("\r\n\r\n", []),
        ("", []),
    ],
)
def test_what_is_settled(text: str, settled: list[str]) -> None:
    assert words(GrowingText().add(text)) == settled


def test_a_text_longer_than_is_read_at_once_gives_its_beginning() -> None:
    growing = GrowingText()
    found = words(growing.add("A line of it.\n\n" * (READ // 10)))
    assert len(found) > 1_000
    assert len(found) + len(words(growing.rest())) >= READ // 10 - 1


def test_nothing_is_given_twice() -> None:
    assert grown(["- a\n", "- b\n", "- c\n\nEnd", "."]) == ["• a", "• b", "• c", "End."]
    assert len(words("- a\n- b\n- c\n\nEnd.")) == 4
