"""Every content of an artifact is a version of its own, which nothing overwrites."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.artifacts.keeping import Keeping
from core.errors import StorageError, UserFacingError
from tests.core.artifacts.stores import Stored, described, embedded, in_aws


@pytest.fixture(params=["embedded", "AWS"])
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stored]:
    if request.param == "AWS":
        yield in_aws(tmp_path, request.getfixturevalue("aws"))
        return
    with embedded(tmp_path) as parts:
        yield parts


ONE = described(name="a.txt", identity="run_1/a.txt")


def test_a_content_rests_under_session_day_and_id(stored: Stored) -> None:
    artifact_id = stored.store.store_artifact("x", described(name="a.txt"))
    (key,) = stored.keys()
    assert re.fullmatch(rf"artifacts/session_1/\d{{4}}-\d\d-\d\d/{artifact_id}", key)
    assert stored.store.get_artifact(artifact_id).key == key


def test_another_content_of_the_same_identity_is_its_next_version(stored: Stored) -> None:
    first = stored.store.store_artifact("old and long", ONE)
    before = stored.store.get_artifact(first)
    stored.store.path(first)
    assert stored.store.store_artifact("new", ONE) == first
    stored.store.store_artifact("newest", ONE)
    after = stored.store.get_artifact(first)
    assert (after.version, after.size_bytes, after.created_at) == (3, 6, before.created_at)
    assert after.access_count == 1
    assert [each.key for each in after.versions] == [before.key, f"{before.key}.v2", f"{before.key}.v3"]
    contents = [stored.store.get_artifact_content(first, number) for number in (1, 2, 3)]
    assert (
        contents
        == ["old and long", "new", "newest"]
        == [*contents[:2], stored.store.get_artifact_content(first)]
    )
    assert (
        stored.store.get_artifact(first, version=1).model_copy(
            update={"versions": before.versions, "access_count": 0, "last_accessed": None}
        )
        == before
    )
    assert len(stored.store.list_artifacts("session_1")) == 1


def test_of_many_versions_the_latest_stay_and_those_that_are_shared(
    stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.artifacts.writing.VERSIONS", 3)
    artifact_id = stored.store.store_artifact("1", ONE)
    share = stored.store.share_artifact(artifact_id, "session_2")
    for number in range(2, 8):
        stored.store.store_artifact(str(number), ONE)
    artifact = stored.store.get_artifact(artifact_id)
    assert [each.number for each in artifact.versions] == [1, 5, 6, 7]
    assert len(stored.keys()) == 4
    assert [stored.store.get_artifact_content(artifact_id, each) for each in (5, 6, 7)] == ["5", "6", "7"]
    assert stored.store.get_artifact_content(share) == "1"
    with pytest.raises(UserFacingError, match="does not exist"):
        stored.store.get_artifact(artifact_id, 3)
    stored.store.forget_artifacts([share, artifact_id])
    assert stored.keys() == []


def test_a_version_that_went_meanwhile_is_not_shared(stored: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.artifacts.writing.VERSIONS", 1)
    artifact_id = stored.store.store_artifact("1", ONE)
    insert = type(stored.records).insert

    def overtaken(self: Any, artifact: Any) -> bool:
        with monkeypatch.context() as patch:
            patch.setattr(type(stored.records), "insert", insert)
            stored.store.store_artifact("2", ONE)
        return insert(self, artifact)

    with monkeypatch.context() as patch:
        patch.setattr(type(stored.records), "insert", overtaken)
        with pytest.raises(UserFacingError, match="does not exist"):
            stored.store.share_artifact(artifact_id, "session_2")
    assert stored.store.list_artifacts("session_2") == []
    assert stored.store.get_artifact_content(artifact_id) == "2"


def test_contents_of_versions_that_cannot_be_deleted_go_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> bool:
        raise StorageError("no")

    monkeypatch.setattr("core.artifacts.writing.VERSIONS", 1)
    with embedded(tmp_path) as stored:
        artifact_id = stored.store.store_artifact("1", ONE)
        with monkeypatch.context() as patch:
            patch.setattr(type(stored.blobs), "delete", away)
            stored.store.store_artifact("2", ONE)
        assert stored.store.get_artifact_content(artifact_id) == "2"
        assert len(stored.keys()) == 2
        monkeypatch.setattr("core.artifacts.removal.UNKNOWN_DAYS", 0)
        stored.store.cleanup_expired_artifacts()
        assert len(stored.keys()) == 1


def test_the_same_content_of_the_same_identity_changes_nothing(stored: Stored) -> None:
    first = stored.store.store_artifact("x", ONE)
    before = stored.store.get_artifact(first)
    stored.store.store_artifact(iter([b"x"]), ONE.model_copy(update={"name": "b.txt"}))
    assert stored.store.get_artifact(first) == before
    assert stored.keys() == [before.key]


def test_an_unknown_version_is_told(stored: Stored) -> None:
    first = stored.store.store_artifact("x", ONE)
    for number in (0, 2):
        with pytest.raises(UserFacingError, match="create it again"):
            stored.store.path(first, number)


def test_who_stores_at_the_same_time_loses_nothing(stored: Stored) -> None:
    contents = [f"content {number}" for number in range(4)] * 2
    with ThreadPoolExecutor(4) as pool:
        (artifact_id,) = set(pool.map(lambda content: stored.store.store_artifact(content, ONE), contents))
    artifact = stored.store.get_artifact(artifact_id)
    kept = [stored.store.get_artifact_content(artifact_id, each.number) for each in artifact.versions]
    assert set(kept) == set(contents)
    assert sorted(each.key for each in artifact.versions) == stored.keys()


def test_after_a_crash_between_content_and_record_the_content_is_stored_beside(
    stored: Stored, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(type(stored.records), "insert", _die)
        with pytest.raises(KeyboardInterrupt):
            stored.store.store_artifact("half", ONE)
    (orphan,) = stored.keys()
    assert stored.store.list_artifacts("session_1") == []
    artifact_id = stored.store.store_artifact("whole", ONE)
    assert stored.store.get_artifact_content(artifact_id) == "whole"
    assert stored.keys() == [orphan, f"{orphan}.v2"]


def _die(*_: object) -> bool:
    raise KeyboardInterrupt


def test_what_comes_in_parts_is_not_held_in_memory_nor_left_on_the_disk(tmp_path: Path) -> None:
    seen: list[int] = []

    def chunks() -> Iterator[bytes]:
        for _ in range(3):
            yield b"x" * (1 << 20)
            seen.append(sum(path.stat().st_size for path in (tmp_path / "spool").iterdir()))

    with embedded(tmp_path, Keeping(spool=tmp_path / "spool")) as parts:
        artifact_id = parts.store.store_artifact(chunks(), described())
        assert parts.store.get_artifact(artifact_id).size_bytes == 3 << 20
    assert seen[-1] >= 2 << 20
    assert list((tmp_path / "spool").iterdir()) == []


def test_an_artifact_is_kept_as_long_as_it_says_or_as_the_store_does(tmp_path: Path) -> None:
    with embedded(tmp_path, Keeping(keep=timedelta(days=30))) as parts:
        usual = parts.store.get_artifact(parts.store.store_artifact("x", described()))
        assert usual.ttl is not None
        assert abs(usual.ttl - datetime.now(UTC) - timedelta(days=30)) < timedelta(minutes=1)
        own = datetime(2027, 1, 1, 12, 0, 0, 5)  # noqa: DTZ001 - what has no zone is in UTC
        said = parts.store.get_artifact(parts.store.store_artifact("x", described(ttl=own)))
        assert said.ttl == datetime(2027, 1, 1, 12, tzinfo=UTC)


def test_metadata_may_be_a_mapping(stored: Stored) -> None:
    fields = {"session_id": "session_1", "workflow_name": "w", "name": "a.md"}
    assert stored.store.get_artifact(stored.store.store_artifact("x", fields)).name == "a.md"


def test_reading_does_not_wait_for_counting(stored: Stored, monkeypatch: pytest.MonkeyPatch) -> None:
    artifact_id = stored.store.store_artifact("x", ONE)

    def fail(*_: object) -> None:
        raise StorageError("throttled")

    monkeypatch.setattr(type(stored.records), "change", fail)
    assert stored.store.get_artifact_content(artifact_id) == "x"
