"""Threads take over from others what is theirs to give."""

from datetime import UTC, datetime

import pytest

from core.errors import UserFacingError
from core.orchestrator.asked import KEPT
from core.orchestrator.graph import build_orchestrator
from core.orchestrator.memory import remember_inputs
from tests.core.contexts.house import House


def test_a_new_thread_answers_from_what_it_inherited(house: House) -> None:
    source, target = house.thread(), house.thread()
    listing = house.file(source, "two.lst", "1\n2\n")
    house.ask(source, "run_1", path=[listing])
    inherited = house.contexts.inherit_context(source, target, inherited_by="ben")
    assert (inherited.source, inherited.parts, inherited.undo) == (source, ["asked", "inputs"], None)
    (shared,) = inherited.artifacts
    assert (house.services.artifacts.get_artifact(shared).session_id, inherited.missing_artifacts) == (
        target,
        [],
    )
    assert house.context(target)["asked"][0]["parameters"] == {"path": [shared]}
    house.services.artifacts.forget(source)
    (note,) = house.context(target)["inherited"]
    assert (note["from"], note["by"], note["parts"]) == (source, "ben", ["asked", "inputs"])
    assert datetime.fromisoformat(note["at"]).tzinfo is UTC
    query = {"session_id": target, "user_query": "Count the lines of the listing", "run_id": "run_2"}
    assert build_orchestrator(house.services).invoke(query)["final_response"].startswith("2 lines")


def test_only_the_chosen_parts_are_inherited_and_that_can_be_undone(house: House) -> None:
    source, target = house.thread(), house.thread()
    theirs, mine = house.file(source), house.file(target, "mine.lst")
    remember_inputs(house.services, source, [theirs], "map")
    house.ask(source, "run_1", levels=1)
    house.ask(target, "run_2", levels=2)
    before = house.context(target)
    inherited = house.contexts.inherit_context(source, target, ["inputs.map", "asked.line_counter"])
    assert inherited.parts == ["asked.line_counter", "inputs.map"]
    context = house.context(target)
    assert {kind: kept["ids"] for kind, kept in context["inputs"].items()} == {
        "listing": [mine],
        "map": inherited.artifacts,
    }
    assert inherited.artifacts != [theirs]
    assert [each["run_id"] for each in context["asked"]] == ["run_1", "run_2"]
    assert inherited.undo
    house.contexts.restore_checkpoint(target, "before inheriting")
    assert house.context(target) == before


def test_a_file_that_comes_back_is_not_shared_again(house: House) -> None:
    source, target = house.thread(), house.thread()
    mine = house.file(target)
    remember_inputs(house.services, source, [mine], "map")
    assert house.contexts.inherit_context(source, target).artifacts == [mine]


def test_what_is_gone_is_not_inherited_and_named(house: House) -> None:
    source, target = house.thread(), house.thread()
    gone = house.file(source)
    house.services.artifacts.forget_artifacts([gone])
    inherited = house.contexts.inherit_context(source, target)
    assert (inherited.artifacts, inherited.missing_artifacts) == ([], [gone])
    assert "inputs" not in house.context(target)


def test_where_there_is_nothing_to_inherit_nothing_is_changed(house: House) -> None:
    source, target = house.thread(), house.thread()
    house.file(source)
    inherited = house.contexts.inherit_context(source, target, ["inputs.map", "asked.other", "summary"])
    assert (inherited.parts, inherited.artifacts, inherited.undo) == ([], [], None)
    assert house.context(target) == {}


def test_inherited_questions_and_notes_stay_bounded(house: House) -> None:
    source, target = house.thread(), house.thread()
    for number in range(KEPT):
        house.ask(source, f"run_a{number}")
        house.ask(target, f"run_b{number}")
    for _ in range(20):
        house.contexts.inherit_context(source, target)
    context = house.context(target)
    runs = [each["run_id"] for each in context["asked"]]
    assert (len(runs), runs[0], runs[-1]) == (KEPT, "run_a0", f"run_b{KEPT - 1}")
    assert len(context["inherited"]) == 12


@pytest.mark.parametrize("part", ["messages", "summary.text", "", "inherited"])
def test_what_is_no_part_is_not_inherited(house: House, part: str) -> None:
    with pytest.raises(ValueError, match="no part of a context"):
        house.contexts.inherit_context(house.thread(), house.thread(), [part])


def test_a_thread_inherits_from_another_one_only(house: House) -> None:
    session_id = house.thread()
    with pytest.raises(ValueError, match="already"):
        house.contexts.inherit_context(session_id, session_id)
    with pytest.raises(UserFacingError):
        house.contexts.inherit_context("session_0", session_id)
