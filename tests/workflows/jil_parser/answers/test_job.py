"""One job: what it is, whose it is, how far it reaches, what is wrong with it."""

from tests.workflows.jil_parser.asking import NIGHT, ask


def test_the_finding_is_a_sentence_in_good_english() -> None:
    assert ask(NIGHT, "job", "LOAD").answer.finding == (
        "`LOAD` is a CMD job in box `NIGHT_BX`, owned by `ops`; it waits for 2 jobs, and 4 jobs wait for it."
    )
    assert ask(NIGHT, "job", "MANUAL").answer.finding == (
        "`MANUAL` is a CMD job, without owner; it waits for no job, and 1 job waits for it."
    )
    assert ask(NIGHT, "job", "NIGHT_BX").answer.finding == (
        "`NIGHT_BX` is a box of 2 jobs, owned by `ops`; it waits for no job, and 5 jobs wait for it."
    )


def test_a_job_on_ice_or_hold_says_so() -> None:
    held = ask(NIGHT + "update_job: LOAD\nstatus: on_hold\n", "job", "LOAD")
    assert "owned by `ops`, on hold in the files; it waits" in held.answer.finding
    iced = ask(NIGHT + "update_job: LOAD\nstatus: ON_ICE\n", "job", "LOAD")
    assert "on ice in the files" in iced.answer.finding


def test_the_definition_its_place_and_its_direct_neighbours_follow() -> None:
    found = ask(NIGHT, "job", "LOAD")
    details = found.answer.details
    assert details.startswith("Defined at `night.jil:10`.\n- owner: `ops`\n- condition: `s(FETCH, 02.00)`")
    assert "Waits for:\n- level 1: `NIGHT_BX` (the box it lies in)\n- level 1: `FETCH` (condition)" in details
    assert "Is waited for by:\n- level 1: `REPORT` (condition)" in details
    assert found.result["definition"] == {
        "type": "CMD",
        "box": "NIGHT_BX",
        "owner": "ops",
        "condition": "s(FETCH, 02.00)",
    }
    assert {row["side"] for row in found.rows} == {"upstream", "downstream"}


def test_what_is_wrong_with_the_job_is_told_where_it_is_described() -> None:
    details = ask("insert_job: A\ncondition: s(GONE)\n", "job", "A").answer.details
    assert "Trouble:\n- error: " in details
    assert "GONE" in details.partition("Trouble:")[2]
