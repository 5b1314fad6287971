"""What no record knows is cleared away only where it is surely this deployment's."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from core.artifact_store import ArtifactStore
from core.aws_client import aws_client
from core.settings import Settings
from core.storage.database import Database
from core.storage.ownership import MARKS, UNKNOWN
from core.storage.sqlite_artifact_records import SQLiteArtifactRecords
from tests.core.artifacts.stores import Stored, described, embedded, in_aws
from tests.servers import REGION

LONG_AGO = (datetime.now(UTC) - timedelta(days=9)).date()
STRAY = f"artifacts/session_1/{LONG_AGO}/artifact_file_0"

Another = Callable[[], ArtifactStore]


@pytest.fixture(params=["embedded", "AWS"])
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stored]:
    if request.param == "AWS":
        yield in_aws(tmp_path, request.getfixturevalue("aws"))
        return
    with embedded(tmp_path) as parts:
        yield parts


@pytest.fixture
def another(stored: Stored, tmp_path: Path) -> Iterator[Another]:
    """A store on the same contents with records that are empty: of a lost volume, or a mistyped table."""
    database = Database(tmp_path / "other.db")
    yield lambda: ArtifactStore(SQLiteArtifactRecords(database), stored.blobs)
    database.close()


def old_content(stored: Stored, name: str) -> str:
    """The id of an artifact whose content was stored days ago."""
    artifact_id = stored.store.store_artifact(name, described(identity=name))
    old = f"artifacts/session_1/{LONG_AGO}/{artifact_id}"
    artifact = stored.store.get_artifact(artifact_id)
    stored.blobs.write(old, stored.blobs.read(artifact.key))
    versions = [artifact.content.model_copy(update={"key": old})]
    stored.records.change(artifact_id, lambda _: {"key": old, "versions": versions})
    stored.blobs.delete(artifact.key)
    return artifact_id


def is_there(stored: Stored, key: str) -> bool:
    return list(stored.blobs.keys(key)) == [key]


def kept_because(store: ArtifactStore) -> list[str]:
    """Why the sweep kept contents without a record, each time it said so."""
    with capture_logs() as logs:
        store.cleanup_expired_artifacts()
    return [each["reason"] for each in logs if each["event"] == "contents_without_records_kept"]


def test_strays_of_ones_own_go_and_nothing_is_said(stored: Stored) -> None:
    old_content(stored, "kept")
    stored.blobs.write(STRAY, [b"x"])
    assert kept_because(stored.store) == []
    assert len(stored.keys()) == 1


def test_with_records_that_know_nothing_everything_stays(stored: Stored, another: Another) -> None:
    ids = [old_content(stored, name) for name in "ab"]
    (reason,) = kept_because(another())
    assert "others write there" in reason
    assert [stored.store.get_artifact_content(each) for each in ids] == ["a", "b"]


def test_where_two_write_neither_clears_away(stored: Stored, another: Another) -> None:
    ours = old_content(stored, "ours")
    theirs = another().store_artifact("theirs", described(identity="theirs"))
    stored.blobs.write(STRAY, [b"x"])
    for store in (stored.store, another()):
        (reason,) = kept_because(store)
        assert "others write there" in reason
    assert is_there(stored, STRAY)
    assert stored.store.get_artifact_content(ours) == "ours"
    assert another().get_artifact_content(theirs) == "theirs"


def test_what_a_release_without_marks_wrote_is_taken_over(stored: Stored) -> None:
    old_content(stored, "kept")
    stored.blobs.write(STRAY, [b"x"])
    for mark in list(stored.blobs.keys(MARKS)):
        stored.blobs.delete(mark)
    assert kept_because(stored.store) == []
    assert not is_there(stored, STRAY)
    assert len(list(stored.blobs.keys(MARKS))) == 1


def test_what_has_no_mark_and_no_record_is_not_taken_over(stored: Stored, another: Another) -> None:
    stored.blobs.write(STRAY, [b"x"])
    another().store_artifact("new", described())
    for store in (another(), stored.store):
        assert "others write there" in kept_because(store)[0]
    assert is_there(stored, STRAY)
    stored.blobs.delete(f"{MARKS}artifacts/{UNKNOWN}")
    stored.blobs.delete(f"{MARKS}artifacts/{stored.records.owner('')}")
    assert kept_because(another()) == []  # an admin has said that all of it is theirs
    assert not is_there(stored, STRAY)


def test_when_the_records_have_lost_everything_the_contents_stay(stored: Stored) -> None:
    artifact_id = old_content(stored, "a")
    stored.records.delete(artifact_id)
    (reason,) = kept_because(stored.store)
    assert "know none of them" in reason
    assert len(stored.keys()) == 1


def test_the_bucket_still_gives_back_what_was_cleared_away(tmp_path: Path, aws: Settings) -> None:
    stored = in_aws(tmp_path, aws)
    old_content(stored, "kept")
    stored.blobs.write(STRAY, [b"x"])
    stored.store.cleanup_expired_artifacts()
    assert not is_there(stored, STRAY)
    s3 = aws_client("s3", REGION, connect=2, read=5, attempts=1)
    (version,) = s3.list_object_versions(Bucket=aws.artifact_bucket, Prefix=STRAY)["Versions"]
    found = s3.get_object(Bucket=aws.artifact_bucket, Key=STRAY, VersionId=version["VersionId"])
    assert found["Body"].read() == b"x"


def test_an_id_is_kept_with_the_records_and_is_none_of_them(stored: Stored) -> None:
    assert stored.records.owner("first") == stored.records.owner("second") == "first"
    assert list(stored.records.every()) == []
