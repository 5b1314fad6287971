"""The overview: the size of the estate and what to watch out for, first."""

from tests.workflows.jil_parser.asking import NIGHT, ask

TROUBLE = """
insert_machine: m1
type: a
insert_job: BX   job_type: BOX
insert_job: IN_BX
box_name: BX
condition: s(GONE)
insert_job: A
condition: s(B)
insert_job: B
condition: s(A)
insert_job: SELF
condition: s(SELF)
insert_job: BROKEN
condition: s(A) &&
"""


def test_a_sound_estate_is_told_in_a_sentence() -> None:
    found = ask(NIGHT, "overview")
    assert found.answer.finding == "8 jobs, 1 box among them; no cycle and no missing job."
    assert found.answer.numbers["By type"] == "CMD 6, BOX 1, FW 1"
    assert found.answer.numbers["Roots / leaves"] == "3 / 4"
    assert found.answer.numbers["Longest chain"] == "3 jobs"
    assert found.answer.next_steps == ["What breaks if I hold LOAD?", "Which jobs are upstream of FETCH?"]


def test_every_kind_of_trouble_is_counted() -> None:
    found = ask(TROUBLE, "overview")
    assert found.answer.finding == (
        "6 jobs, 1 box among them; watch out for 1 cycle, 1 job that waits for itself, "
        "1 name that is waited for but not defined, 1 condition that is not valid, "
        "1 box that cannot complete and 1 job that nothing starts."
    )
    assert found.answer.numbers["Also defined"] == "1 machine"
    assert "- Cycle: `A` waits for `B` waits for `A`" in found.answer.details
    assert "- `IN_BX` waits for `GONE`, which is not defined (`night.jil:7`)" in found.answer.details
    assert "- Nothing starts `BX`" in found.answer.details
    assert found.result["counts"]["codes"]["condition-syntax"] == 1


def test_a_missing_box_is_not_called_waited_for() -> None:
    details = ask("insert_job: A\nbox_name: NO_BX\n", "overview").answer.details
    assert details == "- `A` lies in the box `NO_BX`, which is not defined (`night.jil:2`)"


def test_files_without_a_job_left_say_what_there_is() -> None:
    finding = ask("insert_machine: m1\ninsert_machine: m2\n", "overview").answer.finding
    assert finding == "No job is left after the last line; there are 2 machines."
    finding = ask("insert_job: A\ndelete_job: A\n", "overview").answer.finding
    assert finding == "No job is left after the last line; there is nothing else either."


def test_one_of_everything_is_singular() -> None:
    found = ask("insert_job: A\nowner: x\ndate_conditions: 1\nstart_mins: 0\n", "overview")
    assert found.answer.finding == "1 job, no box among them; no cycle and no missing job."
    assert found.answer.numbers["Longest chain"] == "1 job"
