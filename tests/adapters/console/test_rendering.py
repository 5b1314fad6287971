"""Cards read well as plain text and can do nothing to a terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.console.rendering import MARKS, indented, render, render_block, render_step
from core.chat.card import (
    Actions,
    Block,
    Card,
    Choice,
    Entry,
    Fields,
    Link,
    Links,
    Picture,
    Step,
    Steps,
    Suggestions,
    Text,
)

hostile = st.text() | st.text(alphabet="\x1b\x9b\x07\x00\r\n\t\u202e\u2066\ud800 [31m\U0001f468\u200d")
short = hostile.map(lambda text: text[:200])
steps = st.builds(
    Step,
    title=hostile,
    state=st.sampled_from(["running", "done", "failed"]),
    seconds=st.floats(0, 1e6),
    detail=hostile,
)
blocks = st.one_of(
    st.builds(Text, markdown=hostile),
    st.builds(Fields, items=st.lists(st.tuples(hostile, hostile), max_size=3).map(tuple)),
    st.builds(Steps, items=st.lists(steps, max_size=3).map(tuple)),
    st.builds(Picture, artifact_id=hostile, alt=hostile),
    st.builds(
        Links,
        items=st.lists(
            st.builds(Link, label=short, url=st.just("https://dataops.example/f/0"), note=short), max_size=3
        ).map(tuple),
    ),
    st.builds(Suggestions, items=st.lists(hostile, max_size=3).map(tuple)),
    st.builds(Entry, action=hostile, example=hostile),
    st.builds(
        Actions,
        action=hostile,
        choices=st.lists(st.builds(Choice, label=hostile, value=hostile), max_size=3).map(tuple),
    ),
)
cards = st.builds(
    Card,
    kind=st.sampled_from(["progress", "question", "answer", "error", "notice"]),
    title=hostile.filter(str.strip),
    blocks=st.lists(blocks, max_size=3).map(tuple),
    footer=hostile,
)


def harmless(text: str) -> bool:
    return all(c in "\n\t\u200c\u200d" or unicodedata.category(c) not in ("Cc", "Cf", "Cs") for c in text)


@given(cards)
def test_no_card_does_anything_to_a_terminal(card: Card) -> None:
    assert harmless(render(card))
    assert render(card).encode()


@given(steps)
def test_no_step_does_anything_to_a_terminal(step: Step) -> None:
    assert harmless(render_step(step))


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (Text(markdown="**a**"), "**a**"),
        (Fields(items=(("Jobs", "1,204"), ("Longer", "3"))), "Jobs    1,204\nLonger  3"),
        (Fields(items=()), ""),
        (
            Steps(
                items=(
                    Step(title="Read", state="done", seconds=0.44),
                    Step(title="Draw", state="failed", seconds=2, detail="no paper"),
                    Step(title="Write", state="running", seconds=9, detail="half"),
                )
            ),
            "✓ Read 0.4 s\n✗ Draw (no paper) 2.0 s\n… Write (half)",
        ),
        (Picture(artifact_id="a", alt="the graph"), ""),
        (
            Actions(action="q", choices=(Choice(label="up", value="u"), Choice(label="down", value="d"))),
            "  1. up\n  2. down",
        ),
    ],
)
def test_blocks(block: Block, text: str) -> None:
    assert render_block(block) == text


def test_a_card_is_its_parts_with_room_between_them() -> None:
    card = Card(kind="answer", title="Found", blocks=(Picture(artifact_id="a", alt="b"), Text(markdown="x")))
    assert render(card) == "Found\n\nx"
    assert render(card.model_copy(update={"footer": "1 s"})) == "Found\n\nx\n\n1 s"


def test_further_lines_stand_under_the_first() -> None:
    assert indented("one\n\ntwo", "▶") == "▶ one\n\n  two"
    assert set(MARKS) == {"running", "done", "failed"}
