"""Upstream and downstream: exact numbers, good English, and nothing counted that is not waited for."""

import pytest

from core.errors import UserFacingError
from tests.workflows.jil_parser.asking import NIGHT, ask

BESIDES = " Besides: 1 job that only must not run at the same time."


def test_upstream_counts_jobs_and_tells_the_rest_apart() -> None:
    found = ask(NIGHT, "upstream", "REPORT")
    assert found.answer.finding == (
        "`REPORT` waits for 3 jobs, 1 of them directly. Besides: 1 job on another scheduler, "
        "1 global variable and 1 job that only must not run at the same time."
    )
    assert found.answer.numbers == {"Upstream": 3, "Direct": 1, "Levels": 2}
    assert [(row["job"], row["level"]) for row in found.rows] == [
        ("LOAD", 1), ("$GLOBAL:OPEN", 1), ("RATES^PR2", 1), ("BACKUP", 1), ("NIGHT_BX", 2), ("FETCH", 2),
    ]  # fmt: skip
    assert found.result["upstream_total"] == 6
    assert found.result["lineage_depth"] == 2


def test_levels_are_kept_and_said() -> None:
    found = ask(NIGHT, "upstream", "REPORT", 1)
    assert found.answer.finding.startswith("`REPORT` waits for 1 job within 1 level. Besides:")
    assert {row["level"] for row in found.rows} == {1}


@pytest.mark.parametrize(
    ("job", "sentence"),
    [
        (
            "LOAD",
            "4 jobs wait for `LOAD`, all of them directly." + BESIDES,
        ),
        (
            "FETCH",
            "5 jobs wait for `FETCH`, 2 of them directly." + BESIDES,
        ),
        ("REPORT", "No job waits for `REPORT`."),
        ("MANUAL", "1 job waits for `MANUAL`, directly."),
    ],
)
def test_downstream_in_one_and_many(job: str, sentence: str) -> None:
    assert ask(NIGHT, "downstream", job).answer.finding == sentence


def test_a_job_that_waits_for_nothing_says_so() -> None:
    assert ask(NIGHT, "upstream", "NIGHT_BX").answer.finding == "`NIGHT_BX` waits for no job."


def test_the_words_fit_the_side() -> None:
    up = ask(NIGHT, "upstream", "LOAD").answer.details
    assert "- level 1: `NIGHT_BX` (the box it lies in)" in up
    assert "- level 1: `FETCH` (condition)" in up
    down = ask(NIGHT, "downstream", "LOAD").answer.details
    assert "- level 1: `NIGHT_BX` (box that ends after its members)" in down
    assert "- level 1: `BACKUP` (must not run at the same time)" in down
    assert "- level 1: `FETCH` (starts with its box)" in ask(NIGHT, "downstream", "NIGHT_BX").answer.details


def test_a_missing_predecessor_is_shouted() -> None:
    found = ask("insert_job: A\ncondition: s(GONE) & n(AWAY)\n", "upstream", "A")
    assert found.answer.finding == (
        "`A` waits for no job. Besides: 1 name that is not defined and "
        "1 job that only must not run at the same time."
    )
    assert "`GONE` (condition, NOT DEFINED)" in found.answer.details


def test_a_long_list_says_how_much_follows() -> None:
    text = "insert_job: FIRST\n" + "".join(f"insert_job: J{n}\ncondition: s(FIRST)\n" for n in range(1200))
    found = ask(text, "downstream", "FIRST")
    assert found.answer.finding == "1,200 jobs wait for `FIRST`, all of them directly."
    assert found.answer.details.endswith("- and 1,185 more, in answer.csv")
    assert len(found.rows) == 1200
    assert len(found.result["downstream"]) == 200


@pytest.mark.parametrize("levels", [0, -1])
def test_no_level_at_all_is_refused_in_a_sentence(levels: int) -> None:
    with pytest.raises(UserFacingError, match="Levels count from 1"):
        ask(NIGHT, "downstream", "LOAD", levels)
