"""Machines, owners, calendars and globals: exact users, by name or in somebody's words."""

import pytest

from core.errors import UserFacingError
from tests.workflows.jil_parser.asking import NIGHT, ask
from workflows.jil_parser.answers.objects import OBJECTS

ESTATE = """
insert_machine: fin01
type: a
insert_machine: pool
type: v
machine: fin01
machine: fin02
insert_calendar: PAYDAYS
insert_job: A
owner: gladm@fin01
machine: fin01
run_calendar: PAYDAYS
insert_job: B
owner: gladm
machine: pool, rpt-7
command: run.sh $$DAY $${MODE}
insert_job: C
owner: other
exclude_calendar: HOLIDAYS
condition: v(MODE) = "X" & s(A)
"""


@pytest.mark.parametrize(
    ("analysis", "words", "finding", "jobs"),
    [
        (
            "machine",
            "which jobs run on machine fin01?",
            "`fin01` is a machine; 2 jobs run on it.",
            ["A", "B"],
        ),
        ("machine", "what runs on RPT-7", "`rpt-7` is a machine; 1 job runs on it.", ["B"]),
        (
            "owner",
            "which jobs belong to owner gladm",
            "`gladm` is an owner; 2 jobs belong to it.",
            ["A", "B"],
        ),
        ("owner", "jobs of gladm@fin01.", "`gladm@fin01` is an owner; 1 job belongs to it.", ["A"]),
        ("calendar", "who uses calendar 'PAYDAYS'?", "`PAYDAYS` is a calendar; 1 job uses it.", ["A"]),
        ("calendar", "calendar HOLIDAYS", "`HOLIDAYS` is a calendar; 1 job uses it.", ["C"]),
        ("global", "global MODE", "`MODE` is a global variable; 2 jobs use it.", ["C", "B"]),
    ],
)
def test_the_users_of_an_object(analysis: str, words: str, finding: str, jobs: list[str]) -> None:
    found = ask(ESTATE, analysis, words=words)
    assert found.answer.finding == finding
    assert [row["job"] for row in found.rows] == found.focus == jobs


def test_entries_say_through_what() -> None:
    found = ask(ESTATE, "machine", name="FIN01")
    assert [row["through"] for row in found.rows] == ["machine", "pool pool"]
    assert "- `A` CMD (`machine`, `night.jil:9`)" in found.answer.details


def test_without_a_name_all_are_counted_the_busiest_first() -> None:
    found = ask(ESTATE, "owner", words="list owners")
    assert found.answer.finding == "2 owners; 3 jobs have to do with them."
    assert found.rows == [{"owner": "gladm", "jobs": 2}, {"owner": "other", "jobs": 1}]


@pytest.mark.parametrize(
    ("analysis", "words", "sentence"),
    [
        (
            "machine",
            "which jobs run on machine fin03?",
            r"There is no machine fin03 in these files\. Did you mean",
        ),
        ("owner", "which jobs belong to owner zzz", r"^There is no owner zzz in these files\.$"),
    ],
)
def test_an_unknown_object_is_one_sentence(analysis: str, words: str, sentence: str) -> None:
    with pytest.raises(UserFacingError, match=sentence):
        ask(ESTATE, analysis, words=words)


def test_what_is_taken_for_a_job_and_is_none_is_answered_as_what_it_is() -> None:
    for analysis in ("impact", "job", "downstream"):
        found = ask(ESTATE, analysis, "fin01")
        assert found.answer.finding == "`fin01` is a machine; 2 jobs run on it."
        assert ask(ESTATE, analysis, "A", words="what breaks if rpt-7 goes down").rows[0]["job"] == "B"


def test_a_job_in_the_place_of_an_object_is_described() -> None:
    assert ask(ESTATE, "machine", "A", words="the machine A runs on").answer.finding.startswith(
        "`A` is a CMD job"
    )


@pytest.mark.parametrize("analysis", OBJECTS)
def test_every_kind_has_an_answer_when_there_is_none(analysis: str) -> None:
    found = ask("insert_job: A\n", analysis)
    assert found.answer.finding.startswith("These files name no ")
    assert found.rows == []
    assert ask(NIGHT, analysis).answer.finding
