"""Contexts are kept, brought back and handed on, through the manager; a thread goes on from them."""

import gzip
from pathlib import Path

import pytest

from core.context_manager import ContextManager
from core.contexts.snapshot_store import SnapshotCount, SnapshotStore
from core.errors import UserFacingError
from core.settings import Settings
from core.storage.database import Database
from core.storage.opening import open_stores
from tests.core.contexts.house import House


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
