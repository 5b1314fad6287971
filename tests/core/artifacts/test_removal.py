"""What is over is gone for good, wherever a process dies; what is still needed stays."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.artifact import Artifact
from core.artifact_store import ArtifactStore
from core.artifacts.keeping import Keeping
from core.artifacts.removal import UNKNOWN_DAYS, Forgotten, Left
from core.aws_client import aws_client
from core.errors import StorageError, UserFacingError
from core.settings import Settings
from tests.core.artifacts.stores import Stored, described, embedded, in_aws
from tests.servers import REGION

OVER = datetime.now(UTC) - timedelta(minutes=1)
LATER = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture(params=["embedded", "AWS"])
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stored]:
    if request.param == "AWS":
        yield in_aws(tmp_path, request.getfixturevalue("aws"))
        return
    with embedded(tmp_path) as parts:
        yield parts


def gone(stored: Stored, artifact_id: str) -> bool:
    with pytest.raises(UserFacingError, match="does not exist"):
        stored.store.path(artifact_id)
    return stored.records.load(artifact_id) is None


def test_what_is_over_is_deleted_with_all_versions(stored: Stored) -> None:
    over = described(ttl=OVER, identity="run_1/a")
    for content in ("one", "two"):
        artifact_id = stored.store.store_artifact(content, over)
        stored.store.path(artifact_id)
    kept = [stored.store.store_artifact("x", described(ttl=ttl)) for ttl in (LATER, None)]
    assert stored.store.cleanup_expired_artifacts() == 1
    assert gone(stored, artifact_id)
    assert {stored.store.get_artifact_content(each) for each in kept} == {"x"}
    assert len(stored.keys()) == 2
    assert stored.store.cleanup_expired_artifacts() == 0


def kept_for(stored: Stored, days: float) -> ArtifactStore:
    """The store as it is after the setting was changed."""
    return ArtifactStore(stored.records, stored.blobs, Keeping(keep=timedelta(days=days)))


def aged(stored: Stored, days: float, ttl: datetime | None = None, **fields: Any) -> str:
    """An artifact as an earlier release stored it, so many days ago."""
    artifact_id = stored.store.store_artifact("x", described(identity=f"run_1/{days}/{ttl}"))
    moment = datetime.now(UTC) - timedelta(days=days)

    def changed(known: Artifact) -> dict[str, Any]:
        versions = [each.model_copy(update={"created_at": moment}) for each in known.versions]
        return {"created_at": moment, "versions": versions, "ttl": ttl, **fields}

    stored.records.change(artifact_id, changed)
    return artifact_id


def test_what_an_earlier_release_kept_for_ever_is_kept_as_long_as_is_set(stored: Stored) -> None:
    old, young = aged(stored, 40), aged(stored, 20)
    assert kept_for(stored, 30).cleanup_expired_artifacts() == 1
    assert gone(stored, old)
    assert stored.store.get_artifact_content(young) == "x"


def test_keeping_shorter_counts_for_what_is_there_unless_its_maker_asked_for_longer(stored: Stored) -> None:
    implied, asked = aged(stored, 20, LATER), aged(stored, 21, LATER, ttl_given=True)
    assert kept_for(stored, 10).cleanup_expired_artifacts() == 1
    assert gone(stored, implied)
    assert stored.store.get_artifact_content(asked) == "x"
    by_maker = kept_for(stored, 10).store_artifact("y", described(ttl=LATER))
    assert stored.store.get_artifact(by_maker).ttl_given


def test_a_new_version_begins_the_time_anew(stored: Stored) -> None:
    artifact_id = aged(stored, 40)
    store = kept_for(stored, 30)
    store.store_artifact("newer", described(identity="run_1/40/None"))
    assert store.cleanup_expired_artifacts() == 0
    assert store.get_artifact_content(artifact_id) == "newer"


def test_what_is_pinned_stays(stored: Stored) -> None:
    pinned, other = (stored.store.store_artifact("x", described(ttl=OVER)) for _ in range(2))
    assert stored.store.cleanup_expired_artifacts(lambda each: each.artifact_id == pinned) == 1
    assert gone(stored, other)
    assert stored.store.get_artifact_content(pinned) == "x"


def test_a_deleted_object_has_no_version_left_in_the_bucket(tmp_path: Path, aws: Settings) -> None:
    stored = in_aws(tmp_path, aws)
    stored.store.store_artifact("x", described(ttl=OVER))
    s3 = aws_client("s3", REGION, connect=2, read=5, attempts=1)
    for key in stored.blobs.keys("artifacts/"):  # somebody deletes by hand: a marker is laid over it
        s3.delete_object(Bucket=aws.artifact_bucket, Key=key)
    stored.store.cleanup_expired_artifacts()
    listed = s3.list_object_versions(Bucket=aws.artifact_bucket, Prefix="artifacts/")
    assert "Versions" not in listed
    assert "DeleteMarkers" not in listed


def test_no_copy_stays_on_this_machine(tmp_path: Path, aws: Settings) -> None:
    stored = in_aws(tmp_path, aws)
    copy = stored.store.path(stored.store.store_artifact("x", described(ttl=OVER)))
    assert copy.is_relative_to(tmp_path / "copies")
    stored.store.cleanup_expired_artifacts()
    assert not copy.exists()
    assert list((tmp_path / "copies").iterdir()) == []


@pytest.mark.parametrize("part", ["records", "blobs"])
@pytest.mark.parametrize("calls", [0, 1])
@pytest.mark.parametrize("after", [False, True])
def test_whatever_dies_in_between_the_next_time_finishes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str, calls: int, *, after: bool
) -> None:
    with embedded(tmp_path) as stored:
        for content in ("one", "two"):
            artifact_id = stored.store.store_artifact(content, described(ttl=OVER, identity="run_1/a"))
        with monkeypatch.context() as patch:
            _die_at(patch, getattr(stored, part), calls, after=after)
            if part == "blobs" or calls == 0:
                with pytest.raises(KeyboardInterrupt):
                    stored.store.cleanup_expired_artifacts()
        known = stored.records.load(artifact_id)
        assert known is not None or stored.keys() == []  # no content is there that nobody knows of
        stored.store.cleanup_expired_artifacts()
        assert stored.keys() == []
        assert stored.records.load(artifact_id) is None


def _die_at(patch: pytest.MonkeyPatch, part: Any, calls: int, *, after: bool) -> None:
    """Let a part's deletions die once, before or after it was done."""
    real, made = type(part).delete, []

    def delete(self: Any, key: str) -> bool:
        made.append(key)
        if len(made) == calls + 1:
            if after:
                real(self, key)
            raise KeyboardInterrupt
        return bool(real(self, key))

    patch.setattr(type(part), "delete", delete)


def test_one_that_cannot_be_deleted_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with embedded(tmp_path) as stored:
        stuck, other = (stored.store.store_artifact("x", described(ttl=OVER)) for _ in range(2))
        real = type(stored.blobs).delete

        def delete(self: Any, key: str) -> bool:
            if stuck in key:
                raise StorageError("no")
            return real(self, key)

        with monkeypatch.context() as patch:
            patch.setattr(type(stored.blobs), "delete", delete)
            assert stored.store.cleanup_expired_artifacts() == 1
        assert gone(stored, other)
        assert len(stored.keys()) == 1
        stored.store.cleanup_expired_artifacts()
        assert stored.keys() == []


def test_contents_that_no_record_knows_go_when_they_are_old(stored: Stored) -> None:
    today = datetime.now(UTC).date()
    old, young = (today - timedelta(days=days) for days in (UNKNOWN_DAYS, UNKNOWN_DAYS - 1))
    known = stored.store.store_artifact("x", described())
    kept = stored.store.get_artifact(known).key
    for key in (
        f"artifacts/s/{old}/artifact_file_1",
        f"artifacts/s/{old}/artifact_file_1.v2",
        f"artifacts/s/{young}/artifact_file_2",
        "artifacts/else",
        "archives/2020-01-01/s.json.gz",
    ):
        stored.blobs.write(key, [b"x"])
    stored.store.cleanup_expired_artifacts()
    assert stored.keys() == sorted(
        ["archives/2020-01-01/s.json.gz", "artifacts/else", f"artifacts/s/{young}/artifact_file_2", kept]
    )


def test_a_content_stays_as_long_as_somebody_shares_it(stored: Stored) -> None:
    first = described(ttl=OVER, name="a.txt", created_by="ada", identity="run_1/a")
    stored.store.store_artifact("old", first)
    owner = stored.store.store_artifact("shared", first)
    shares = [stored.store.share_artifact(owner, f"session_{number}") for number in (2, 3)]
    shared_on = stored.store.share_artifact(shares[0], "session_4")
    stored.store.forget_artifacts([owner])
    with pytest.raises(UserFacingError, match="does not exist"):
        stored.store.get_artifact(owner)
    assert stored.store.list_artifacts("session_1") == []
    assert stored.store.find_artifacts([owner]) == {}
    kept = stored.records.load(owner)
    assert kept is not None
    assert (kept.name, kept.created_by) == ("", "")
    assert len(stored.keys()) == 1
    assert stored.store.left("session_1") == Left(artifacts=0, contents=0, shared=1)
    later = stored.store.share_artifact(shared_on, "session_5")
    for each in [*shares, shared_on]:
        assert stored.store.get_artifact_content(each) == "shared"
        assert stored.store.forget_artifacts([each]) == Forgotten(artifacts=1, contents=0)
    assert stored.store.get_artifact_content(later) == "shared"
    assert stored.store.forget_artifacts([later]) == Forgotten(artifacts=1, contents=1)
    assert (stored.keys(), list(stored.records.every())) == ([], [])


def test_sharing_again_gives_the_same_artifact_and_says_where_it_is_from(stored: Stored) -> None:
    owner = stored.store.store_artifact("x", described(name="a.txt", kind="report"))
    share = stored.store.share_artifact(owner, "session_2")
    assert stored.store.share_artifact(owner, "session_2") == share != owner
    (artifact,) = stored.store.list_artifacts("session_2")
    assert (artifact.artifact_id, artifact.name, artifact.kind) == (share, "a.txt", "report")
    assert (artifact.derived_from, artifact.parent_artifacts) == (owner, [owner])
    assert stored.keys() == [artifact.key]
    assert [each.artifact_id for each in stored.store.lineage(share).ancestors] == [owner]
    assert [each.artifact_id for each in stored.store.lineage(owner).descendants] == [share]
    with pytest.raises(UserFacingError):
        stored.store.share_artifact("artifact_file_0", "session_2")


def test_a_share_keeps_its_version_when_there_is_a_newer_one(stored: Stored) -> None:
    one = described(name="a.txt", identity="run_1/a")
    owner = stored.store.store_artifact("one", one)
    share = stored.store.share_artifact(owner, "session_2")
    stored.store.store_artifact("two", one)
    assert stored.store.get_artifact_content(share) == "one"
    newer = stored.store.share_artifact(owner, "session_2")
    assert (newer != share, stored.store.get_artifact_content(newer)) == (True, "two")


def test_sharing_what_is_being_deleted_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with embedded(tmp_path) as stored:
        owner = stored.store.store_artifact("x", described())
        insert: Callable[..., bool] = type(stored.records).insert

        def first_removed(self: Any, artifact: Any) -> bool:
            stored.store.forget_artifacts([owner])
            return insert(self, artifact)

        monkeypatch.setattr(type(stored.records), "insert", first_removed)
        with pytest.raises(UserFacingError, match="does not exist"):
            stored.store.share_artifact(owner, "session_2")
        assert (stored.keys(), list(stored.records.every())) == ([], [])


def test_a_forgotten_session_leaves_nothing_and_others_their_own(stored: Stored) -> None:
    mine = [stored.store.store_artifact(each, described(identity=f"run_1/{each}")) for each in "ab"]
    stored.store.store_artifact("b2", described(identity="run_1/b"))
    other = stored.store.store_artifact("x", described(session_id="session_10"))
    today = datetime.now(UTC).date()
    stored.blobs.write(f"artifacts/session_1/{today}/artifact_file_0", [b"of a dead process"])
    assert stored.store.left("session_1") == Left(artifacts=2, contents=4, shared=0)
    assert stored.store.forget("session_1") == Forgotten(artifacts=2, contents=4)
    assert stored.store.left("session_1") == Left(artifacts=0, contents=0, shared=0)
    assert all(gone(stored, each) for each in mine)
    assert stored.store.get_artifact_content(other) == "x"
    assert stored.store.forget("session_1") == Forgotten()
