"""Why jobs wait for each other, and who is in a box."""

import pytest

from core.errors import UserFacingError
from tests.workflows.jil_parser.asking import facts_of
from workflows.jil_parser.answers.cycle_reasons import cycle_reasons
from workflows.jil_parser.answers.members import members
from workflows.jil_parser.question import Question

RINGS = (
    "insert_job: A\ncondition: s(C) & n(X)\ninsert_job: B\ncondition: s(A)\ninsert_job: C\ncondition: f(B)\n"
    "insert_job: X\ncondition: d(Y)\ninsert_job: Y\ncondition: s(X)\ninsert_job: Z\ncondition: s(Z)\n"
)
BOX = "insert_job: BX\njob_type: b\ninsert_job: IN\nbox_name: BX\ninsert_job: OUT\n"


def test_each_step_stands_with_its_condition_and_its_place() -> None:
    found = cycle_reasons(facts_of(RINGS), "B")
    assert found.answer.finding.startswith("It is a cycle because each job waits for the next")
    steps = [
        (row["job"], row["waits_for"], row["status"], row["condition"], row["line"]) for row in found.rows
    ]
    assert sorted(steps) == [
        ("A", "C", "success", "s(C) & n(X)", 2),
        ("B", "A", "success", "s(A)", 4),
        ("C", "B", "failure", "f(B)", 6),
    ]
    assert "`C` waits for `B`: condition `f(B)`" in found.answer.details


def test_without_a_job_every_cycle_is_explained() -> None:
    found = cycle_reasons(facts_of(RINGS))
    assert found.answer.numbers == {"Cycles": 2, "Jobs": 5}
    assert {row["cycle"] for row in found.rows} == {1, 2}


def test_a_job_in_no_cycle_is_not_to_blame() -> None:
    facts = facts_of(RINGS)
    assert "`Z` waits for itself, and is in no other cycle" in cycle_reasons(facts, "Z").answer.finding
    clean = cycle_reasons(facts_of("insert_job: A\n"))
    assert clean.answer.finding.startswith("No cycle")
    with pytest.raises(UserFacingError, match="There is no job NOBODY"):
        Question("cycle_reasons", "NOBODY").answer(facts)


def test_who_lies_in_a_box() -> None:
    facts = facts_of(BOX)
    assert members(facts, "BX").answer.finding == "1 job lies in the box `BX`."
    assert [row["job"] for row in members(facts, "BX").rows] == ["IN"]
    assert members(facts, "OUT").answer.finding.startswith("`OUT` is a")
