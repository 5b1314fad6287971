import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dialogues.words import Phrase, words

NAMES = st.lists(st.text("abcXYZ019", min_size=1, max_size=5), min_size=1, max_size=8)
AROUND = st.sampled_from(["{}", "`{}`", "**{}**", "{}:", "({}),", "• {}", "“{}”.", "\n{}\n", "{}\u00a0"])


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("Jobs: 13", "Jobs               13"),
        ("`CLM_SCORE` waits", "**CLM_SCORE** waits for 4 jobs"),
        ("13 jobs … 2 boxes", "13 jobs, of them\n- 2 boxes"),
        ("Reference: run_…", "Reference: run_0af1"),
        ("clm.letters-out#1", "level 2: clm.letters-out#1 (lies in clm:desk)"),
        ("... 5 jobs ...", "If you hold it, 5 jobs wait"),
        ("Übergabe", "U\u0308bergabe"),
    ],
)
def test_what_counts_is_what_is_said(phrase: str, text: str) -> None:
    assert Phrase.read(phrase).within(text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("3 jobs", "13 jobs"),
        ("13 jobs", "13 boxes and jobs"),
        ("2 boxes … 13 jobs", "13 jobs, 2 boxes"),
        ("jobs … jobs", "13 jobs"),
        ("CLM_SCORE", "CLM_SCORES"),
        ("sure", ""),
    ],
)
def test_what_is_said_otherwise_is_not_there(phrase: str, text: str) -> None:
    assert not Phrase.read(phrase).within(text)


@pytest.mark.parametrize("text", ["", "…", "** -- **", "... …"])
def test_a_phrase_holds_a_word(text: str) -> None:
    with pytest.raises(ValueError, match="no word to look for"):
        Phrase.read(text)


@given(names=NAMES, around=st.data())
def test_looks_do_not_count(names: list[str], around: st.DataObject) -> None:
    dressed = " ".join(around.draw(AROUND).format(name) for name in names)
    assert words(dressed) == names
    assert Phrase.read(" ".join(names)).within(f"before {dressed} behind")


@given(names=NAMES, cut=st.integers(1, 7))
def test_a_gap_may_be_anywhere(names: list[str], cut: int) -> None:
    phrase = Phrase.read(" ".join([*names[:cut], "…", *names[cut:]]))
    assert phrase.within(" ".join([*names[:cut], "and", "more", *names[cut:]]))
