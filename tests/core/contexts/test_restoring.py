"""Threads go back to what they were, and say what that did."""

import pytest

from core.contexts.snapshot_store import SnapshotCount
from core.errors import UserFacingError
from core.orchestrator.graph import build_orchestrator
from core.orchestrator.memory import remember_inputs
from tests.core.contexts.house import House


def test_a_restored_thread_goes_on_from_what_it_was(house: House) -> None:
    session_id = house.thread()
    graph = build_orchestrator(house.services)

    def answer(run_id: str) -> str:
        query = {"session_id": session_id, "user_query": "Count the lines of the listing", "run_id": run_id}
        return str(graph.invoke(query)["final_response"])

    house.file(session_id, "two.lst", "1\n2\n")
    assert answer("run_1").startswith("2 lines")
    house.contexts.create_checkpoint(session_id, "before_migration")
    house.file(session_id, "three.lst", "1\n2\n3\n")
    assert answer("run_2").startswith("3 lines")
    restored = house.contexts.restore_checkpoint(session_id, "before_migration")
    assert answer("run_3").startswith("2 lines")
    house.contexts.restore_checkpoint(session_id, restored.undo)
    assert answer("run_4").startswith("3 lines")


def test_a_restore_says_what_it_did_and_can_be_undone(house: House) -> None:
    session_id = house.thread()
    house.say(session_id)
    checkpoint = house.contexts.create_checkpoint(session_id, "clean", created_by="ana")
    house.file(session_id)
    house.ask(session_id, "run_1", levels=1)
    house.say(session_id)
    house.say(session_id)
    now = house.context(session_id)
    restored = house.contexts.restore_checkpoint(session_id, checkpoint, restored_by="ben")
    assert (restored.snapshot.snapshot_id, restored.snapshot.label) == (checkpoint, "clean")
    assert (restored.missing_artifacts, restored.messages_since) == ([], 2)
    assert house.context(session_id) == {}
    assert len(house.services.sessions.get_session(session_id).conversation_history) == 3
    newest, *_ = house.contexts.list_checkpoints(session_id)
    assert (newest.snapshot_id, newest.label, newest.created_by) == (
        restored.undo,
        "before restore of clean",
        "ben",
    )
    house.contexts.restore_checkpoint(session_id, "before restore of clean")
    assert house.context(session_id) == now


def test_files_that_are_gone_are_left_out_and_named(house: House) -> None:
    session_id = house.thread()
    gone, there = house.file(session_id, "a.lst"), house.file(session_id, "b.lst")
    remember_inputs(house.services, session_id, [gone, there])
    remember_inputs(house.services, session_id, [gone], "map")
    house.ask(session_id, "run_1", path=[gone], levels=3)
    house.contexts.create_checkpoint(session_id, "full")
    house.services.artifacts.forget_artifacts([gone])
    assert house.contexts.restore_checkpoint(session_id, "full").missing_artifacts == [gone]
    context = house.context(session_id)
    assert context["inputs"].keys() == {"listing"}
    assert (context["inputs"]["listing"]["ids"], context["inputs"]["listing"]["names"]) == (
        [there],
        ["b.lst"],
    )
    assert context["asked"][0]["parameters"] == {"levels": 3}


def test_the_newest_checkpoint_of_a_name_is_meant_and_the_name_is_cleaned(house: House) -> None:
    session_id = house.thread()
    older = house.contexts.create_checkpoint(session_id, "clean\u202e\n start ")
    house.ask(session_id, "run_1", levels=1)
    newer = house.contexts.create_checkpoint(session_id, "clean start")
    assert [each.label for each in house.contexts.list_checkpoints(session_id)] == ["clean start"] * 2
    assert house.contexts.restore_checkpoint(session_id, " clean\tstart").snapshot.snapshot_id == newer
    assert house.contexts.restore_checkpoint(session_id, older).snapshot.snapshot_id == older
    long = house.contexts.create_checkpoint(session_id, "x" * 5_000)
    assert house.contexts.restore_checkpoint(session_id, "x" * 5_000).snapshot.snapshot_id == long
    assert all(len(each.label) <= 80 for each in house.contexts.list_checkpoints(session_id))


@pytest.mark.parametrize("label", ["", " \u200b\n", "snapshot_" + "0" * 32])
def test_a_checkpoint_needs_a_name_that_is_no_id(house: House, label: str) -> None:
    session_id = house.thread()
    with pytest.raises(UserFacingError, match="name of its own"):
        house.contexts.create_checkpoint(session_id, label)
    assert house.contexts.left(session_id) == SnapshotCount()


def test_an_unknown_checkpoint_names_those_there_are(house: House) -> None:
    session_id, other = house.thread(), house.thread()
    with pytest.raises(UserFacingError, match="There is none yet"):
        house.contexts.restore_checkpoint(session_id, "clean")
    theirs = house.contexts.create_checkpoint(other, "theirs")
    for name in ("clean", "mi`ne"):
        house.contexts.create_checkpoint(session_id, name)
    house.contexts.dump_context(session_id)
    for unknown in ("", "theirs", theirs):
        with pytest.raises(UserFacingError, match=r"no such checkpoint\. There is: `mi'ne`, `clean`\."):
            house.contexts.restore_checkpoint(session_id, unknown)
    assert len(house.contexts.list_checkpoints(session_id)) == 2


def test_a_paused_thread_is_taken_up_by_its_snapshot(house: House) -> None:
    session_id = house.thread()
    house.ask(session_id, "run_1", levels=1)
    paused, before = house.contexts.dump_context(session_id), house.context(session_id)
    house.ask(session_id, "run_2", levels=2)
    house.contexts.restore_checkpoint(session_id, paused)
    assert house.context(session_id) == before
    assert house.contexts.list_checkpoints(session_id)[0].label == f"before restore of {paused}"
