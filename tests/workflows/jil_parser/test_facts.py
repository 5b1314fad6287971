"""Figures of an estate that several answers share."""

from tests.workflows.jil_parser.asking import NIGHT, facts_of


def test_missing_names_are_those_that_are_waited_for() -> None:
    facts = facts_of("insert_job: A\ncondition: s(GONE) & n(AWAY) & s(A)\nbox_name: NO_BX\n")
    assert facts.missing == ["GONE", "NO_BX"]
    assert len(facts.dangling) == 3
    assert facts.self_waiting == ["A"]


def test_the_busiest_jobs_are_defined_ones() -> None:
    assert facts_of(NIGHT).busiest == ["LOAD", "FETCH"]
    text = "".join(f"insert_job: J{number}\ncondition: s(GONE)\n" for number in range(5))
    assert facts_of(text).busiest == ["J0", "J1"]
    assert facts_of("insert_machine: m1\n").busiest == []


def test_a_figure_is_worked_out_once() -> None:
    facts = facts_of(NIGHT)
    assert facts.roots is facts.roots
    assert facts.dangling is facts.dangling
