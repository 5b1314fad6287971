"""Conditions in words: found in a message, told first, whole in a file where they are long."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserFacingError
from tests.workflows.jil_parser.asking import NIGHT, ask
from workflows.jil_parser.answers.condition import condition_in, explain_text


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("explain s(A) & f(B) | d(C,02.00) in words", "s(A) & f(B) | d(C,02.00)"),
        ("What does n(A) & t(B) & e(C) = 4 & v(GO) = 1 mean?", "n(A) & t(B) & e(C) = 4 & v(GO) = 1"),
        ("what is (s(A) or success(B)) and done(C)?", "(s(A) or success(B)) and done(C)"),
        ("explain `s(A)`, please", "s(A)"),
        ("s(A) and what comes next", "s(A)"),
        ("explain s(A) & f(B", "s(A) & f(B"),
        ("explain s(A) & (s(B) | s(C)", "s(A) & (s(B) | s(C)"),
        ("explain s(A, .30) nicely", "s(A, .30) nicely"),
        ("what does the condition of LOAD mean?", None),
        ("", None),
    ],
)
def test_the_condition_is_found_among_the_words(words: str, condition: str | None) -> None:
    assert condition_in(words) == condition


def test_a_broken_condition_is_never_taken_for_its_beginning() -> None:
    with pytest.raises(
        UserFacingError, match=r"^`s\(A\) & f\(B` is no condition: .*\. Correct it and ask again\.$"
    ):
        explain_text(condition_in("explain s(A) & f(B") or "")


def test_a_typed_condition_is_explained_with_its_tree() -> None:
    found = explain_text("s(A)|s(B)&s(C)")
    assert found.answer.finding == (
        "True when (A has ended in SUCCESS or B has ended in SUCCESS) and C has ended in SUCCESS."
    )
    assert found.answer.details.startswith("- Note: & and | have the same rank")
    assert found.result["tree"] == ["and", ["or", ["s", "A"], ["s", "B"]], ["s", "C"]]
    assert found.text == ""


def test_the_condition_of_a_job_is_told_with_box_and_schedule() -> None:
    found = ask(NIGHT, "explain", "LOAD")
    assert found.answer.finding == "`LOAD` can start when FETCH has ended in SUCCESS within the last 2 hours."
    assert found.answer.details.startswith("condition: `s(FETCH, 02.00)`\n- Note: a look-back")
    assert found.answer.finding not in found.answer.details
    assert found.answer.details.endswith("Besides, its box `NIGHT_BX` has to be running.")
    assert found.result["conditions"] == {"condition": "s(FETCH, 02.00)"}


def test_box_conditions_say_how_the_box_ends() -> None:
    text = "insert_job: BX\njob_type: b\nbox_success: s(A)\nbox_failure: f(A)\ninsert_job: A\nbox_name: BX\n"
    found = ask(text, "explain", "BX")
    assert (
        found.answer.finding
        == "`BX` has no condition, no box and no active schedule; only a person or an event starts it."
    )
    assert "`BX` ends in SUCCESS when A has ended in SUCCESS." in found.answer.details
    assert "`BX` ends in FAILURE when A has ended in FAILURE." in found.answer.details


@pytest.mark.parametrize(
    ("job", "sentence"),
    [
        ("FETCH", "`FETCH` has no condition of its own; it starts with its box `NIGHT_BX`."),
        ("NIGHT_BX", "`NIGHT_BX` has no condition; its schedule alone starts it."),
    ],
)
def test_without_a_condition_something_else_starts_it(job: str, sentence: str) -> None:
    assert ask(NIGHT, "explain", job).answer.finding == sentence


def test_the_schedule_is_told_with_its_values() -> None:
    details = ask(NIGHT, "explain", "NIGHT_BX").answer.details
    assert details == "Besides, it keeps to its schedule: start_times `22:00`."


def test_an_invalid_condition_of_a_job_is_told_as_such() -> None:
    finding = ask("insert_job: A\ncondition: s(B) &\n", "explain", "A").answer.finding
    assert finding.startswith("The condition of `A` is not valid: ")
    assert finding.endswith("; the scheduler will refuse it.")


def test_a_condition_of_a_megabyte_is_explained_and_the_answer_stays_small() -> None:
    condition = " & ".join(f"s(JOB_{number:06d})" for number in range(66_000))
    assert len(condition) > 1_000_000
    for found in (
        explain_text(condition_in(f"explain {condition} in words") or ""),
        ask(f"insert_job: A\ncondition: {condition}\n", "explain", "A"),
    ):
        assert len(found.answer.finding) <= 1200
        assert len(found.answer.details) < 20_000
        assert "JOB_065999 has ended in SUCCESS" in found.text


@given(st.text(alphabet="sfd(AB)&|, .01^=\"'\\-x\n", max_size=60))
def test_any_words_are_survived(words: str) -> None:
    condition = condition_in(words)
    if condition is None:
        return
    with suppress(UserFacingError):
        assert explain_text(condition).answer.finding.startswith("True when ")
