"""How a message is cut into words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.orchestrator.lexical.words import clean, words_of
from core.word_stem import stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("analyzing", "analyses"),
        ("analyse", "analyze"),
        ("dependency", "dependencies"),
        ("parsed", "parsing"),
        ("boxes", "box"),
        ("running", "runs"),
        ("cycles", "cycle"),
        ("summarise", "summarize"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one.replace("iz", "is")) == stem(other.replace("iz", "is"))


@pytest.mark.parametrize(
    ("one", "other"), [("need", "ne"), ("string", "str"), ("status", "statu"), ("pass", "pas")]
)
def test_endings_that_belong_to_the_word_stay(one: str, other: str) -> None:
    assert stem(one) != other


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("hold LOAD_GL?", ["word", "name"]),
        ("2 levels", ["number", "word"]),
        ("read estate.xml", ["word", "path"]),
        ("s(A)&f(B)", ["other", "call", "call"]),
        ("the job(s)", ["word", "word"]),
        ("https://example.com/a_b", ["other"]),
        ("what's up", ["word", "word", "word"]),
        ("and/or", ["word", "word"]),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [word.kind for word in words_of(text)] == kinds


def test_clean_drops_what_is_not_text() -> None:
    assert clean("a\x00b\u202e\u200bc\n:smile: d") == "a bc d"
    assert len(clean("x" * 10_000)) <= 2_001


def test_a_question_under_a_paste_is_kept() -> None:
    assert clean("log line\n" * 1_000 + "what breaks?").endswith("what breaks?")


@given(st.text(max_size=300))
def test_any_text_is_cut(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned or len(cleaned) <= len(text) * 18
    assert all(word.text for word in words_of(cleaned))
