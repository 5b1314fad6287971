"""Records are kept whole, changed one at a time, and found by session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.artifact import Artifact, ArtifactType
from core.storage.artifact_records import SQLiteArtifactRecords
from core.storage.database import Database


@pytest.fixture
def records(tmp_path: Path) -> Iterator[SQLiteArtifactRecords]:
    database = Database(tmp_path / "dataops.db")
    yield SQLiteArtifactRecords(database)
    database.close()


def artifact(number: int, session_id: str = "session_1") -> Artifact:
    return Artifact(
        artifact_id=f"artifact_file_{number}",
        session_id=session_id,
        workflow_name="w",
        artifact_type=ArtifactType.RESULT,
        name="a.txt",
        kind="file",
        content_type="text/plain",
        size_bytes=number,
        sha256="0",
        key="k",
        parent_artifacts=["p"],
    )


def test_a_record_is_kept_whole_and_replaced(records: SQLiteArtifactRecords) -> None:
    records.save(artifact(1))
    again = artifact(1).model_copy(update={"size_bytes": 9})
    records.save(again)
    assert records.load("artifact_file_1") == again
    assert records.load("artifact_file_2") is None


def test_a_sessions_records_are_listed_oldest_first(records: SQLiteArtifactRecords) -> None:
    kept = [artifact(number) for number in (3, 1, 2)]
    for each in [*kept, artifact(4, "session_2")]:
        records.save(each)
    assert records.of_session("session_1") == kept


def test_a_change_is_made_from_the_stored_record(records: SQLiteArtifactRecords) -> None:
    records.save(artifact(1))
    for _ in range(3):
        records.change("artifact_file_1", lambda a: {"access_count": a.access_count + 1})
    records.change("artifact_file_2", lambda a: {"access_count": a.access_count + 1})
    assert records.load("artifact_file_1") == artifact(1).model_copy(
        update={"access_count": 3, "created_at": records.of_session("session_1")[0].created_at}
    )
    assert records.load("artifact_file_2") is None
