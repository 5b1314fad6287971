"""What a model wrote about an answer: every number and every name must stand in the answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.orchestrator.grounding import is_grounded

SOURCE = """Holding LOAD_GL stops 12 jobs on server-01.

Jobs: 1,204
Share: 2.5%

EOD_REPORT, APPL.GL#2 and box:NIGHT wait at 03:10; two of them page OPS. See /data/in."""


@pytest.mark.parametrize(
    "text",
    [
        "Holding LOAD_GL stops 12 jobs, so EOD_REPORT will be late.",
        "There are 1204 jobs, and 1,204 is a lot: about 2.5%.",
        "Two of them, at 03:10, page OPS.",
        "A job waits. It is load-bearing, and well-known.",
        "I would not do that; APPL.GL#2 and box:NIGHT wait.",
        "The path /data/in is on server-01.",
        "Twelve jobs wait.",
        "",
    ],
)
def test_what_only_repeats_holds(text: str) -> None:
    assert is_grounded(text, SOURCE)


@pytest.mark.parametrize(
    "text",
    [
        "Holding LOAD_GL stops 13 jobs.",
        "Holding LOAD_AP stops 12 jobs.",
        "It stops 1,205 jobs.",
        "It stops 2.6% of them.",
        "Seven jobs wait.",
        "A dozen dozens: one hundred jobs wait.",
        "It pages DBA.",
        "It pages Ops and PayRoll.",
        "See /data/out.",
        "See evil.example for more.",
        "See https://evil.example.",
        "Tell @channel at once.",
        "Tell <!channel> at once.",
        "See [LOAD_GL](12).",
        "It runs on server-02.",
        "LOAD_GL_2 waits.",
        "load_gl2 waits.",
        "It starts at 03:11.",
        "{LOAD_GL}",
        "C:\\temp is full.",
        "The token is xoxb-some-secret.",
        "The key is abcdefghijklmnopqrstuvwxyzab.",
    ],
)
def test_what_says_more_does_not(text: str) -> None:
    assert not is_grounded(text, SOURCE)


@given(st.text(alphabet="abcXYZ_019 .,-#", max_size=60))
def test_a_text_says_nothing_that_it_does_not_say_itself(text: str) -> None:
    assert is_grounded(text, text)


@given(st.integers(10_000, 10**9), st.sampled_from(["It is {}.", "{} jobs", "about {}%", "({})", "n={}"]))
def test_a_number_that_is_not_there_never_holds(number: int, form: str) -> None:
    assert not is_grounded(form.format(number), SOURCE)
