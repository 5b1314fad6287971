"""What a hold breaks: who waits, which boxes hang or fail, who runs all the same."""

import pytest

from tests.workflows.jil_parser.asking import NIGHT, ask

FAILING = """
insert_job: BX   job_type: BOX
box_success: s(A)
box_failure: f(B)
insert_job: A
box_name: BX
insert_job: B
box_name: BX
"""


def test_the_finding_says_who_waits_and_which_boxes_hang() -> None:
    found = ask(NIGHT, "impact", "LOAD")
    assert (
        found.answer.finding
        == "If you hold `LOAD`, 2 jobs will not start and 1 box cannot complete until you release it."
    )
    assert found.answer.numbers == {
        "Jobs that wait": 2,
        "Boxes that cannot complete": 1,
        "Run all the same": 2,
    }
    assert found.result["waiting"] == ["REPORT", "ALARM"]
    assert found.result["incomplete_boxes"] == ["NIGHT_BX"]
    assert found.result["unaffected"] == ["FALLBACK", "BACKUP"]


def test_the_reasons_are_told_in_words() -> None:
    details = ask(NIGHT, "impact", "LOAD").answer.details
    assert "- level 1: `REPORT` (waits for `LOAD`)" in details
    assert "- level 1: `NIGHT_BX` (without `LOAD`)" in details
    assert "- level 1: `FALLBACK` (can do without `LOAD`)" in details
    assert "- level 1: `BACKUP` (only must not run beside `LOAD`)" in details


def test_a_hold_is_told_apart_from_a_failure_and_from_ice() -> None:
    details = ask(NIGHT, "impact", "LOAD").answer.details
    assert "A failure is not a hold: if it ran and failed, `ALARM` could start." in details
    assert "On ice is not on hold" in details


def test_a_held_box_says_how_many_wait_inside_it() -> None:
    finding = ask(NIGHT, "impact", "NIGHT_BX").answer.finding
    assert (
        finding
        == "If you hold `NIGHT_BX`, 4 jobs will not start (2 of them in the box) until you release it."
    )


def test_nothing_behind_a_job_is_said_plainly() -> None:
    found = ask(NIGHT, "impact", "REPORT")
    assert found.answer.finding == "Nothing else breaks if you hold `REPORT`."
    assert "On ice" not in found.answer.details


def test_boxes_that_can_only_fail_are_told() -> None:
    found = ask(FAILING, "impact", "A")
    assert found.answer.finding == "If you hold `A`, 1 box can only end in FAILURE until you release it."
    assert found.answer.numbers["Boxes that can only fail"] == 1
    assert found.result["failing_boxes"] == ["BX"]
    assert [row["effect"] for row in found.rows] == ["box can only fail"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("insert_job: A\ncondition: s(GONE)\n", "`A` waits for `GONE`, which is not defined"),
        (
            "insert_job: A\ncondition: s(B)\ninsert_job: B\ncondition: s(A)\n",
            "`A` waits for `B` waits for `A`",
        ),
        ("insert_job: A\ncondition: s(A)\n", "`A` waits for itself"),
        ("insert_job: A\ncondition: s(B)\ninsert_job: B\nstatus: ON_HOLD\n", "`B` is on hold in the files"),
    ],
)
def test_a_job_that_cannot_run_anyway_says_what_is_in_its_way(text: str, reason: str) -> None:
    found = ask(text, "impact", "A")
    assert found.answer.finding == "Holding `A` changes nothing: it cannot run anyway, as things stand."
    assert reason in found.answer.details
    assert found.result["able_to_run"] is False


def test_what_the_files_hold_or_ice_is_taken_for_granted_and_said() -> None:
    text = NIGHT + "update_job: FALLBACK\nstatus: ON_ICE\nupdate_job: MANUAL\nstatus: on_hold\n"
    details = ask(text, "impact", "LOAD").answer.details
    assert "Taken to be on hold, as in the files: `MANUAL`." in details
    assert "Taken to be on ice, as in the files: `FALLBACK`." in details


def test_a_job_that_is_on_hold_already_says_so() -> None:
    finding = ask(NIGHT + "update_job: LOAD\nstatus: ON_HOLD\n", "impact", "LOAD").answer.finding
    assert finding == (
        "`LOAD` is on hold already, as the files have it; 2 jobs will not start and 1 box cannot complete."
    )
