"""What a hold breaks: who waits, which boxes hang or fail, who runs all the same."""

import pytest

from tests.workflows.jil_parser.asking import NIGHT, ask
from workflows.jil_parser.answers.scenarios import READINGS

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


def test_on_ice_nobody_waits_and_those_that_name_it_are_listed() -> None:
    found = ask(NIGHT, "impact", "LOAD", scenario="ice")
    assert found.answer.finding == (
        "If you put `LOAD` on ice, it never runs and nothing waits for it; "
        "3 jobs that name it go on without its work; its box `NIGHT_BX` ends without it."
    )
    assert found.result["going_on"] == ["REPORT", "FALLBACK", "ALARM"]
    assert found.answer.numbers["Go on without its work"] == 3
    assert "Goes on without its work:\n- level 1: `REPORT`" in found.answer.details
    assert "Mind `ALARM`: a condition on its failure counts as met" in found.answer.details
    assert found.title == "While LOAD is on ice"


def test_a_box_on_ice_keeps_its_members_from_starting() -> None:
    found = ask(NIGHT, "impact", "NIGHT_BX", scenario="ice")
    assert "4 jobs will not start (2 of them in the box), because it never runs" in found.answer.finding
    assert "no box changes" in found.answer.finding


def test_ice_on_a_job_that_cannot_run_frees_the_others() -> None:
    text = "insert_job: A\ncondition: s(GONE)\ninsert_job: B\ncondition: s(A)\n"
    finding = ask(text, "impact", "A", scenario="ice").answer.finding
    assert "1 job that names it goes on without its work; 1 job that cannot start otherwise can" in finding
    marked = ask(f"{NIGHT}update_job: LOAD\nstatus: ON_ICE\n", "impact", "LOAD", scenario="ice")
    assert marked.answer.finding.startswith("`LOAD` is on ice already, as the files have it: it never runs")


def test_a_box_that_hangs_anyway_is_not_said_to_end() -> None:
    text = "insert_job: BX\njob_type: b\ninsert_job: A\nbox_name: BX\ninsert_job: L\nbox_name: BX\n"
    assert "ends without it" in ask(text, "impact", "A", scenario="ice").answer.finding
    stuck = ask(f"{text}condition: s(GONE)\n", "impact", "A", scenario="ice").answer.finding
    assert "ends without it" not in stuck


def test_a_failure_stops_some_and_starts_others() -> None:
    found = ask(NIGHT, "impact", "LOAD", scenario="fail")
    assert found.answer.finding == (
        "If `LOAD` ends in FAILURE, 1 job will not start and 1 box can only end in FAILURE; "
        "1 job can start because of it (an earlier success does not count here)."
    )
    assert (found.result["waiting"], found.result["going_on"]) == (["REPORT"], ["ALARM"])
    assert found.result["scenario"] == "fail"
    assert {row["job"]: row["effect"] for row in found.rows}["ALARM"] == "can start because of it"
    assert "on hold" not in found.answer.details


def test_a_failure_that_cannot_be_or_harms_nobody_is_said_plainly() -> None:
    stuck = ask("insert_job: A\ncondition: s(GONE)\n", "impact", "A", scenario="fail").answer.finding
    assert stuck == "`A` cannot fail: it cannot run to an end anyway, as things stand."
    alone = ask(NIGHT, "impact", "REPORT", scenario="fail").answer.finding
    assert alone == "If `REPORT` ends in FAILURE, nothing else breaks."


def test_a_box_terminator_is_told() -> None:
    found = ask(f"{NIGHT}update_job: LOAD\nbox_terminator: 1\n", "impact", "LOAD", scenario="fail")
    assert "It is a box_terminator: its failure also terminates `NIGHT_BX`" in found.answer.details


@pytest.mark.parametrize("scenario", [name for name, reading in READINGS.items() if reading.remark])
def test_what_is_not_worked_out_says_first_how_it_was_read(scenario: str) -> None:
    found = ask(NIGHT, "impact", "LOAD", scenario=scenario)
    assert found.answer.finding.startswith("Read as a hold: if you hold `LOAD`, 2 jobs will not start")
    assert found.answer.details.startswith(READINGS[scenario].remark)
    assert (found.result["asked"], found.result["scenario"]) == (scenario, "hold")
