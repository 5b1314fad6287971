"""Contexts go when they are forgotten or old, and leave no content behind."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.contexts.snapshot_store import SnapshotCount, SnapshotStore
from core.errors import StorageError, StoreUnavailable, UserFacingError
from core.storage.database import Database
from core.storage.folder_blobs import FolderBlobs
from core.storage.sqlite_snapshots import SQLiteSnapshots
from tests.core.contexts.house import House


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
