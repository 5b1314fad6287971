"""Lists: one, many and none in good English, exact numbers, places by file and line."""

import pytest

from tests.workflows.jil_parser.asking import NIGHT, ask, facts_of
from workflows.jil_parser.answers.lists import LISTS, answer_list

RING = (
    "insert_job: A\ncondition: s(B)\ninsert_job: B\ncondition: s(A)\ninsert_job: SELF\ncondition: s(SELF)\n"
)
CHAIN = "insert_job: C\ncondition: s(B)\ninsert_job: B\ncondition: s(A)\ninsert_job: A\n"
LOST = "insert_job: A\ncondition: s(GONE) & n(AWAY)\nbox_name: NO_BX\ninsert_job: B\ncondition: s(GONE)\n"


@pytest.mark.parametrize(
    ("analysis", "sentence"),
    [
        ("roots", "3 of 8 jobs are roots. A root waits for no other job and lies in no box."),
        ("leaves", "4 of 8 jobs are leaves. No other job waits for a leaf."),
        ("ownerless", "1 of 8 jobs has no owner. The scheduler then takes whoever loads the JIL."),
        ("startless", "Every job has a condition, a box or a schedule that starts it."),
        ("cycles", "No cycle: no job waits for itself, directly or through others."),
        ("dangling", "No dangling reference: every job and box that is named is defined."),
    ],
)
def test_the_sentence_over_a_list(analysis: str, sentence: str) -> None:
    found = ask(NIGHT, analysis)
    assert found.answer.finding == sentence
    assert found.answer.numbers["Found"] == len(found.rows) == found.result[f"{analysis}_total"]
    assert found.answer.numbers["Of jobs"] == 8


def test_entries_name_type_file_and_line() -> None:
    found = ask(NIGHT, "ownerless")
    assert found.answer.details == "- `MANUAL` CMD (`night.jil:26`)"
    assert found.rows == [{"job": "MANUAL", "type": "CMD", "file": "night.jil", "line": 26}]


def test_cycles_are_told_as_a_way_round_and_self_waiting_jobs_beside_them() -> None:
    found = ask(RING, "cycles")
    assert found.answer.finding.startswith(
        "1 cycle of 2 jobs; besides, 1 job waits for itself. Jobs in a cycle"
    )
    assert found.answer.details == "- `A` waits for `B` waits for `A`\n- `SELF` waits for itself"
    assert found.focus == ["A", "B", "SELF"]
    assert found.result["cycles_total"] == 2


def test_a_self_waiting_job_alone_is_no_cycle_but_told() -> None:
    assert (
        ask("insert_job: A\ncondition: s(A)\n", "cycles").answer.finding
        == "No cycle, but 1 job waits for itself."
    )


def test_dangling_references_say_by_what_and_whether_they_matter() -> None:
    found = ask(LOST, "dangling")
    assert found.answer.finding == (
        "4 dangling references to 3 names that are not defined, 1 of them harmless (notrunning). "
        "A condition on a job that is not defined never comes true."
    )
    assert sorted(found.answer.details.splitlines()) == [
        "- `A` lies in the box `NO_BX`, which is not defined (`night.jil:3`)",
        "- `A` must not run beside `AWAY`, which is not defined: harmless (`night.jil:2`)",
        "- `A` waits for `GONE`, which is not defined (`night.jil:2`)",
        "- `B` waits for `GONE`, which is not defined (`night.jil:5`)",
    ]


def test_the_longest_chain_is_told_from_end_to_end() -> None:
    text = CHAIN + "insert_job: D\ncondition: s(A)\n"
    found = ask(text, "longest_chain")
    assert found.answer.finding == (
        "The longest chain has 3 jobs, from `A` to `C`; each waits for the one before it."
    )
    assert [row["job"] for row in found.rows] == found.focus == ["A", "B", "C"]
    with_ring = ask(
        text + "insert_job: R\ncondition: s(S)\ninsert_job: S\ncondition: s(R)\n", "longest_chain"
    )
    assert with_ring.answer.finding.endswith("Cycles are left out.")


def test_without_an_order_there_is_no_chain() -> None:
    finding = ask("insert_job: A\ninsert_job: B\n", "longest_chain").answer.finding
    assert finding == "No job waits for another, so there is no chain."


@pytest.mark.parametrize("analysis", LISTS)
def test_every_list_has_an_answer_when_there_is_nothing(analysis: str) -> None:
    found = answer_list(analysis, facts_of("insert_machine: m1\ntype: a\n"))
    assert found.answer.finding
    assert (found.rows, found.focus, found.answer.details) == ([], [], "")


STUCK = LOST + "insert_job: BX\njob_type: b\ninsert_job: IN\nbox_name: BX\ncondition: s(GONE)\nfoo: 1\n"


def test_boxes_that_cannot_complete_are_listed_with_the_reason() -> None:
    found = ask(STUCK, "stuck_boxes")
    assert found.answer.finding.startswith("1 box cannot complete: a member can never start or end.")
    assert "BX can never complete: IN cannot start or end." in found.answer.details
    assert [(row["job"], row["line"]) for row in found.rows] == [("BX", 6)]
    assert found.focus == ["BX"]
    assert ask(NIGHT, "stuck_boxes").answer.finding == "No box is kept from completing by its members."


def test_diagnostics_come_errors_first_and_by_severity() -> None:
    facts = facts_of(STUCK)
    found = {name: answer_list(name, facts) for name in ("diagnostics", "errors", "warnings")}
    errors, warnings = facts.severities["error"], facts.severities["warning"]
    assert errors > 1
    assert warnings > 1
    assert found["diagnostics"].answer.finding == f"{errors} errors and {warnings} warnings."
    assert found["diagnostics"].rows == found["errors"].rows + found["warnings"].rows
    assert len(found["diagnostics"].rows) == len(facts.estate.diagnostics)
    assert {row["severity"] for row in found["errors"].rows} == {"error"}
    assert found["warnings"].answer.finding == f"{warnings} warnings."
    assert [ask(NIGHT, name).answer.finding for name in found] == [
        "No error, warning or note in these files.",
        "No error in these files.",
        "No warning in these files.",
    ]
