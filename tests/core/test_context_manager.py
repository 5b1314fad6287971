"""Contexts are kept, brought back and handed on, through the manager; a thread goes on from them."""

import gzip
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.context_manager import ContextManager
from core.contexts.snapshot_store import SnapshotCount, SnapshotStore
from core.errors import StorageError, StoreUnavailable, UserFacingError
from core.orchestrator.asked import KEPT, Asked
from core.orchestrator.graph import build_orchestrator
from core.orchestrator.memory import remember_inputs, remember_question
from core.orchestrator.opening import open_services
from core.orchestrator.services import Services
from core.settings import Settings
from core.storage.database import Database
from core.storage.folder_blobs import FolderBlobs
from core.storage.opening import open_stores
from core.storage.sqlite_snapshots import SQLiteSnapshots
from tests.sample_workflows import write_counter


class House:
    """Threads with their contexts, and a look at what is stored of them."""

    def __init__(self, services: Services, records: SQLiteSnapshots, folder: Path) -> None:
        self.services = services
        self.records = records
        self.folder = folder
        self.snapshots = SnapshotStore(records, FolderBlobs(folder))
        self.contexts = ContextManager(services.sessions, services.artifacts, self.snapshots)

    def thread(self) -> str:
        return self.services.sessions.create_session("ana").session_id

    def file(self, session_id: str, name: str = "a.lst", content: str = "x\ny\n") -> str:
        """A file that somebody brought along, as the thread's latest listing; its id."""
        artifact_id = self.services.artifacts.store_artifact(
            content, session_id=session_id, workflow_name="user", name=name, kind="listing"
        )
        remember_inputs(self.services, session_id, [artifact_id])
        return artifact_id

    def ask(self, session_id: str, run_id: str, **parameters: Any) -> None:
        asked = Asked(run_id=run_id, workflow="line_counter", parameters=parameters)
        remember_question(self.services, session_id, asked)

    def say(self, session_id: str, text: str = "hello") -> str:
        return self.services.sessions.add_message(session_id, role="user", content=text).message_id

    def context(self, session_id: str) -> dict[str, Any]:
        """What the thread goes on from."""
        known = self.services.sessions.get_session(session_id).global_context
        return {name: value for name, value in known.items() if value}

    def contents(self) -> list[Path]:
        return sorted(path for path in (self.folder / "contexts").rglob("*") if path.is_file())


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    write_counter(tmp_path / "workflows")
    settings = Settings(
        _env_file=None,
        dataops_home=tmp_path / "home",
        dataops_workflows=str(tmp_path / "workflows"),
    )
    database = Database(settings.dataops_home / "dataops.db")
    yield House(open_services(settings, database), SQLiteSnapshots(database), tmp_path / "kept")
    database.close()


def test_a_snapshot_holds_what_was_declared_and_no_message(house: House) -> None:
    session_id = house.thread()
    listing = house.file(session_id)
    said = house.say(session_id, "the secret plan")
    house.ask(session_id, "run_1", path=[listing], levels=1)
    house.ask(session_id, "run_2", levels=2)
    count = house.services.artifacts.store_artifact(
        "2", session_id=session_id, workflow_name="line_counter", name="count.txt"
    )
    snapshot_id = house.contexts.dump_context(session_id, created_by="ana")
    snapshot = house.contexts.get_snapshot(snapshot_id)
    assert snapshot.session_id == session_id
    assert (snapshot.created_by, snapshot.label) == ("ana", "")
    assert snapshot.orchestrator_state == house.context(session_id)
    assert snapshot.workflow_states == {
        "line_counter": {
            "run_id": "run_2",
            "parameters": {"path": [listing], "levels": 2},
            "artifacts": [count],
        }
    }
    assert snapshot.artifact_refs == [listing, count]
    assert snapshot.message_ids == [said]
    (content,) = house.contents()
    assert content == house.folder / "contexts" / session_id / snapshot_id
    assert snapshot.compressed
    assert snapshot.compressed_size == content.stat().st_size < snapshot.original_size
    plain = gzip.decompress(content.read_bytes())
    assert len(plain) == snapshot.original_size
    assert b"secret plan" not in plain


def test_a_snapshot_may_be_plain_and_without_artifacts(house: House) -> None:
    session_id = house.thread()
    house.file(session_id)
    plain = house.contexts.get_snapshot(
        house.contexts.dump_context(session_id, include_artifacts=False, compress=False)
    )
    assert (plain.compressed, plain.artifact_refs) == (False, [])
    assert plain.original_size == plain.compressed_size == house.contents()[0].stat().st_size


def test_what_does_not_gain_is_not_compressed(house: House) -> None:
    empty = house.contexts.get_snapshot(house.contexts.dump_context(house.thread()))
    assert not empty.compressed
    assert empty.original_size == empty.compressed_size


def test_a_context_is_loaded_in_three_ways(house: House) -> None:
    session_id = house.thread()
    first = house.file(session_id)
    house.ask(session_id, "run_1", path=[first])
    snapshot_id = house.contexts.dump_context(session_id)
    then = house.context(session_id)
    second = house.file(session_id, "b.lst")
    house.ask(session_id, "run_2", path=[second])
    now = house.context(session_id)
    assert house.contexts.load_context(snapshot_id)["orchestrator_state"] == then
    both = house.contexts.load_context(snapshot_id, "merge")
    assert both["orchestrator_state"]["inputs"]["listing"]["ids"] == [first]
    assert [each["run_id"] for each in both["orchestrator_state"]["asked"]] == ["run_1", "run_2"]
    assert both["artifact_refs"] == [first, second]
    keys = ["orchestrator_state.inputs.listing.ids"]
    assert house.contexts.load_context(snapshot_id, "selective", keys) == {
        "orchestrator_state": {"inputs": {"listing": {"ids": [first]}}}
    }
    assert house.context(session_id) == now


@pytest.mark.parametrize(
    ("strategy", "keys"), [("selective", []), ("merge", ["artifact_refs"]), ("overwrite", [])]
)
def test_a_wrong_way_to_load_is_refused(house: House, strategy: str, keys: list[str]) -> None:
    snapshot_id = house.contexts.dump_context(house.thread())
    with pytest.raises(ValueError, match="selective"):
        house.contexts.load_context(snapshot_id, strategy, keys)


@pytest.mark.parametrize("unknown", ["", "snapshot_" + "0" * 32, "../../dataops.db"])
def test_an_unknown_snapshot_is_told_in_a_sentence(house: House, unknown: str) -> None:
    with pytest.raises(UserFacingError, match="does not exist"):
        house.contexts.load_context(unknown)


@pytest.mark.parametrize("damage", [b"", b"\x1f\x8b\x08nothing", b"[1]", None])
def test_a_lost_content_is_told_in_a_sentence(house: House, damage: bytes | None) -> None:
    session_id = house.thread()
    for _ in range(9):
        house.say(session_id)
    snapshot_id = house.contexts.dump_context(session_id)
    (content,) = house.contents()
    content.unlink()
    if damage is not None:
        content.write_bytes(damage)
    with pytest.raises(UserFacingError, match="is lost"):
        house.contexts.load_context(snapshot_id)


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


def test_a_thread_is_forgotten_whole_and_nobody_else(house: House) -> None:
    session_id, other = house.thread(), house.thread()
    for each in (session_id, other):
        house.contexts.create_checkpoint(each, "one")
        house.contexts.dump_context(each)
    orphan = house.folder / "contexts" / session_id / "snapshot_without_record"
    orphan.write_text("{}")
    assert house.contexts.left(session_id) == SnapshotCount(records=2, contents=3)
    assert house.contexts.forget(session_id) == SnapshotCount(records=2, contents=3)
    assert house.contexts.left(session_id) == house.contexts.forget(session_id) == SnapshotCount()
    assert house.contexts.left(other) == SnapshotCount(records=2, contents=2)


@pytest.mark.parametrize("session_id", ["", "..", "../kept", "a/b", "session_*", "x" * 200])
def test_what_is_no_session_is_not_forgotten(house: House, session_id: str) -> None:
    house.contexts.dump_context(house.thread())
    with pytest.raises(UserFacingError, match="no id"):
        house.contexts.forget(session_id)
    assert len(house.contents()) == 1


def test_old_snapshots_are_removed(house: House) -> None:
    session_id = house.thread()
    house.contexts.dump_context(session_id)
    limit = datetime.now(UTC)
    young = house.contexts.create_checkpoint(session_id, "young")
    assert house.contexts.delete_before(limit) == 1
    assert [each.snapshot_id for each in house.contexts.list_checkpoints(session_id)] == [young]
    assert house.contexts.delete_before(limit + timedelta(days=1)) == 1
    assert house.contents() == []


def test_a_record_whose_content_cannot_be_kept_is_taken_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StorageError("The disk is full.")

    session_id = house.thread()
    monkeypatch.setattr(FolderBlobs, "write", full)
    with pytest.raises(StorageError):
        house.contexts.create_checkpoint(session_id, "lost")
    assert house.contexts.left(session_id) == SnapshotCount()


def test_contents_without_a_record_go_and_those_of_others_stay(house: House, tmp_path: Path) -> None:
    session_id = house.thread()
    kept = house.contexts.create_checkpoint(session_id, "kept")
    (content,) = (each.parent for each in house.contents())
    stray, foreign = content / f"snapshot_{'0' * 32}", content / "notes.txt"
    for path in (stray, foreign):
        path.write_bytes(b"{}")
    house.contexts.delete_before(datetime.now(UTC) - timedelta(days=1))
    assert not stray.exists()
    assert foreign.exists()
    database = Database(tmp_path / "other.db")
    lost = SnapshotStore(SQLiteSnapshots(database), FolderBlobs(content.parent.parent))
    assert lost.delete_before(datetime.now(UTC) - timedelta(days=1)) == 0
    database.close()
    assert (content / kept).exists()


def test_a_content_whose_writing_was_not_answered_is_taken_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_id, write = house.thread(), FolderBlobs.write

    def unanswered(self: FolderBlobs, key: str, chunks: Iterable[bytes]) -> int:
        write(self, key, chunks)
        raise StoreUnavailable("S3 does not answer; try again in a moment.")

    house.contexts.create_checkpoint(session_id, "kept")
    with monkeypatch.context() as patch:
        patch.setattr(FolderBlobs, "write", unanswered)
        with pytest.raises(StorageError):
            house.contexts.create_checkpoint(session_id, "lost")
    assert house.contexts.left(session_id) == SnapshotCount(records=1, contents=1)


def test_what_a_crash_left_is_removed_with_the_old(house: House) -> None:
    session_id = house.thread()
    house.contexts.create_checkpoint(session_id, "half")
    (content,) = house.contents()
    content.unlink()
    assert house.contexts.delete_before(datetime.now(UTC)) == 1
    assert house.contexts.left(session_id) == SnapshotCount()


def test_a_context_is_compressed_and_keeps_its_references(house: House) -> None:
    session_id = house.thread()
    listing = house.file(session_id)
    house.ask(session_id, "run_1", path=[listing])
    for _ in range(60):
        house.say(session_id)
    context = house.contexts.load_context(house.contexts.dump_context(session_id))
    shorter = house.contexts.compress_context(context, max_tokens=250)
    assert shorter["compression"] == {"by": "extraction", "fits": True}
    assert shorter["artifact_refs"] == [listing]
    assert len(shorter.get("message_ids", [])) < 60


def test_without_a_place_the_settings_name_it(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATAOPS_HOME", str(tmp_path / "other"))
    contexts = ContextManager(house.services.sessions, house.services.artifacts)
    session_id = house.thread()
    checkpoint = contexts.create_checkpoint(session_id, "here")
    contexts.close()
    assert (tmp_path / "other" / "contexts" / session_id / checkpoint).is_file()
    again = ContextManager(house.services.sessions, house.services.artifacts)
    assert again.restore_checkpoint(session_id, "here").snapshot.snapshot_id == checkpoint
    again.close()


def test_a_context_is_kept_in_dynamodb_and_s3(house: House, aws: Settings, tmp_path: Path) -> None:
    database = Database(tmp_path / "unused.db")
    stores = open_stores(aws.model_copy(update={"dataops_home": tmp_path / "aws"}), database)
    snapshots = SnapshotStore(stores.snapshots, stores.blobs)
    contexts = ContextManager(house.services.sessions, house.services.artifacts, snapshots)
    session_id = house.thread()
    house.file(session_id)
    before = house.context(session_id)
    checkpoint = contexts.create_checkpoint(session_id, "here")
    assert list(stores.blobs.keys("contexts/")) == [f"contexts/{session_id}/{checkpoint}"]
    house.file(session_id, "b.lst")
    contexts.restore_checkpoint(session_id, "here")
    assert house.context(session_id) == before
    assert contexts.forget(session_id) == SnapshotCount(records=2, contents=2)
    assert contexts.left(session_id) == SnapshotCount()
    stores.close()
    database.close()
