import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workflows.jil_parser.engine import slow_reader
from tests.workflows.jil_parser.engine.estates import DATA
from workflows.jil_parser.engine.condition_scanner import parse_carefully
from workflows.jil_parser.engine.conditions import (
    Condition,
    ConditionError,
    condition_tree,
    explain,
    parse_condition,
    recover_atoms,
)

VECTORS = json.loads((DATA / "conditions.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS["good"], ids=lambda vector: vector["text"])
def test_good_conditions_give_their_tree(vector: dict[str, Any]) -> None:
    assert condition_tree(parse_condition(str(vector["text"]))) == vector["ast"]


@pytest.mark.parametrize("vector", VECTORS["bad"], ids=lambda vector: vector["text"])
def test_bad_conditions_are_refused_with_a_reason(vector: dict[str, str]) -> None:
    with pytest.raises(ConditionError) as caught:
        parse_condition(vector["text"])
    assert caught.value.reason
    assert 1 <= caught.value.column <= len(vector["text"]) + 1


@pytest.mark.parametrize(
    ("text", "reason", "column"),
    [
        ("", "nothing to test", 1),
        ("s(A) &", "an operator has nothing to its right", 6),
        ("| s(A)", "the operator 'or' has nothing to its left", 1),
        ("s(A) s(B)", "there is no & or | between two tests", 6),
        ("(s(A)", "a parenthesis is not closed", 1),
        ("s(A))", "a closing parenthesis was never opened", 5),
        ("s(A,.30)", "the look-back has to be hh.mm, hours, 0 or 9999", 5),
        ("s(a:b)", "a colon in a job name is written \\:", 4),
        ("v(G,1) = 2", "a global has no look-back", 5),
        ("e(A)", "an exit code needs a comparison such as = or >=", 5),
        ("e(A) = x", "an exit code is compared with an integer", 8),
        ('v(G) = Y"', "a global is compared with a word or a quoted text", 8),
        ("not s(A)", "there is no NOT in conditions", 1),
        ("\u017f(A)", "expected a test such as s(JOB) or v(GLOBAL) = X", 1),
    ],
)
def test_the_reason_and_the_column_point_at_the_mistake(text: str, reason: str, column: int) -> None:
    with pytest.raises(ConditionError) as caught:
        parse_condition(text)
    assert (caught.value.reason, caught.value.column) == (reason, column)


def test_well_formed_atoms_of_a_broken_condition_are_recovered() -> None:
    text = 's(A) & && e(B) = x | v(G) = "s(HIDDEN)" ("f(HIDDEN)") n(C^I,01.00) xs(D) t( E )'
    assert [(atom.status, atom.name) for atom in recover_atoms(text)] == [
        ("success", "A"),
        ("value", "G"),
        ("notrunning", "C"),
        ("terminated", "E"),
    ]


PIECES = st.lists(
    st.sampled_from(
        [
            "s(A)",
            "s",
            "(",
            ")",
            " ",
            "&",
            "|",
            " and ",
            " or ",
            "d( B ,0)",
            "e(C)=1",
            "e(C,02.30) >= -4",
            "v(G)",
            "=",
            '"t x"',
            "n(A^I)",
            "n(A,1)",
            r"s(a\:b)",
            "t(X,30)",
            "f(Y,4.5)",
            "x",
            "v(G)=y",
            'v(G) != "a\\"b"',
            ",",
            "^",
            "1",
            "\0",
            "A",
            "\\",
            '"',
            "\u017f(A)",
        ]
    ),
    max_size=9,
).map("".join)


def outcome(text: str) -> Condition | str:
    try:
        return parse_condition(text)
    except ConditionError as error:
        return str(error)


def careful_outcome(text: str) -> Condition | str:
    try:
        return parse_carefully(text)
    except ConditionError as error:
        return str(error)


@settings(max_examples=1500, deadline=None)
@given(PIECES)
def test_the_quick_way_and_the_rules_agree_with_the_careful_one(text: str) -> None:
    assert outcome(text) == careful_outcome(text)
    assert isinstance(outcome(text), Condition) == slow_reader.parses(text)
    assert [tuple(atom) for atom in recover_atoms(text)] == slow_reader.recovered(text)


@settings(max_examples=500, deadline=None)
@given(PIECES)
def test_every_condition_that_parses_can_be_explained(text: str) -> None:
    found = outcome(text)
    if isinstance(found, Condition):
        words = explain(found)
        assert words.startswith("True when ")
        assert all(atom.name in words for atom in found.atoms)


@pytest.mark.parametrize(
    ("text", "sentence", "notes"),
    [
        (
            "s(A,01.00) & f(B,0)",
            (
                "A has ended in SUCCESS within the last 1 hour and "
                "B has ended in FAILURE since the last run of the waiting job itself"
            ),
            ["hours.minutes", "look-back 0"],
        ),
        (
            "s(A)|s(B)&f(C)",
            "(A has ended in SUCCESS or B has ended in SUCCESS) and C has ended in FAILURE",
            ["same rank", "status of A, B and C"],
        ),
        (
            "s(A)|(s(B)&f(C))",
            "A has ended in SUCCESS or (B has ended in SUCCESS and C has ended in FAILURE)",
            ["status of A, B and C"],
        ),
        ("t(A,30)", "A was terminated within the last 30 hours", ["30 means 30 hours"]),
        ("s(A,00.45)", "A has ended in SUCCESS within the last 45 minutes", []),
        (
            "e(A^PR2,9999) >= 4",
            "A on the scheduler PR2 has ended with an exit code at least 4 at any time in the past",
            ["status of A^PR2", "no limit", "never the local job"],
        ),
        (
            "n(A) & v(G) = YES",
            'A is not running and the global variable G is equal to "YES"',
            ["keeps the job apart from A"],
        ),
        ("s(A,2.5)", "A has ended in SUCCESS within the last 2 hours and 5 minutes", ["02.05"]),
    ],
)
def test_the_meaning_and_the_traps_are_told_in_words(text: str, sentence: str, notes: list[str]) -> None:
    first, *rest = explain(parse_condition(text)).split("\n")
    assert first == f"True when {sentence}."
    assert len(rest) == len(notes)
    assert all(note in line for note, line in zip(notes, rest, strict=True))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("s(A) | s(B) & s(C)", True),
        ("s(A) & s(B) | s(C)", False),
        ("(s(A) | s(B)) & s(C)", False),
        ("s(A) & (s(B) | s(C))", False),
        ("s(A) | (s(B) & s(C)) & s(D)", True),
        ("(s(A) | s(B) & s(C))", True),
        ("s(A) & (s(B) | s(C)) & s(D)", False),
    ],
)
def test_equal_rank_is_told_only_where_it_surprises(text: str, *, told: bool) -> None:
    assert parse_condition(text).same_rank is told
    assert parse_carefully(text).same_rank is told
    assert ("same rank" in explain(parse_condition(text))) is told
