"""What every store of artifacts' records does."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.artifact import Artifact, ArtifactType, ArtifactVersion, Origin
from core.errors import StorageError
from core.settings import Settings
from core.storage.artifact_records import ArtifactRecords
from core.storage.database import Database
from core.storage.dynamodb_artifact_records import DynamoDBArtifactRecords
from core.storage.dynamodb_table import DynamoDB
from core.storage.sqlite_artifact_records import SQLiteArtifactRecords
from core.storage.tables import BY_WORKFLOW
from tests.servers import REGION

NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


@pytest.fixture(params=["SQLite", "DynamoDB"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ArtifactRecords]:
    if request.param == "DynamoDB":
        aws: Settings = request.getfixturevalue("aws")
        yield DynamoDBArtifactRecords(DynamoDB(REGION).table(aws.dataops_artifacts_table, "artifact_id"))
        return
    database = Database(tmp_path / "dataops.db")
    yield SQLiteArtifactRecords(database)
    database.close()


def artifact(number: int, session: str = "session_1", **fields: Any) -> Artifact:
    return Artifact(
        artifact_id=f"artifact_file_{number}",
        session_id=session,
        workflow_name="jil_parser",
        artifact_type=ArtifactType.RESULT,
        name="a.txt",
        kind="file",
        content_type="text/plain",
        size_bytes=1,
        sha256="0" * 64,
        key=f"artifacts/{number}",
        created_at=NOW + timedelta(minutes=number),
        **fields,
    )


FULL: dict[str, Any] = {
    "created_by": "report",
    "parent_artifacts": ["artifact_file_8", "artifact_file_9"],
    "child_artifacts": ["artifact_file_7"],
    "derived_from": "artifact_file_8",
    "owner": "artifact_file_6",
    "shared_as": ["artifact_file_5"],
    "ttl": NOW + timedelta(days=30),
    "origin": Origin(location="s3://exports/a.jil", version="7", modified=NOW),
    "access_count": 3,
    "last_accessed": NOW + timedelta(microseconds=7),
    "version": 2,
    "versions": [
        ArtifactVersion(
            number=number,
            key=f"artifacts/1.v{number}",
            sha256="0" * 64,
            size_bytes=number,
            content_type="text/plain",
            created_at=NOW,
            encoding="gzip",
            encrypted=True,
        )
        for number in (1, 2)
    ],
}


@pytest.mark.parametrize("fields", [{}, FULL])
def test_a_record_is_kept_whole_and_never_replaced(records: ArtifactRecords, fields: dict[str, Any]) -> None:
    assert records.insert(artifact(1, **fields))
    assert not records.insert(artifact(1).model_copy(update={"name": "b.txt"}))
    assert records.load("artifact_file_1") == artifact(1, **fields)
    assert records.load("artifact_file_2") is None


def test_a_sessions_records_are_listed_oldest_first(records: ArtifactRecords) -> None:
    for each in (artifact(3), artifact(1), artifact(2), artifact(4, "session_2")):
        records.insert(each)
    assert records.of_session("session_1") == [artifact(number) for number in (1, 2, 3)]
    assert records.of_session("session_3") == records.of_session("") == []


def test_a_change_is_made_from_the_stored_record(records: ArtifactRecords) -> None:
    records.insert(artifact(1))
    for _ in range(3):
        changed = records.change("artifact_file_1", lambda a: {"access_count": a.access_count + 1})
    assert changed == records.load("artifact_file_1") == artifact(1, access_count=3)
    assert records.change("artifact_file_2", lambda _: {"name": "b"}) is None
    assert records.load("artifact_file_2") is None


def test_a_change_that_raises_changes_nothing(records: ArtifactRecords) -> None:
    records.insert(artifact(1))

    def refuse(_: Artifact) -> dict[str, Any]:
        raise KeyError("no")

    with pytest.raises(KeyError):
        records.change("artifact_file_1", refuse)
    assert records.load("artifact_file_1") == artifact(1)


def test_changes_at_once_all_count(records: ArtifactRecords) -> None:
    records.insert(artifact(1))
    with ThreadPoolExecutor(4) as pool:
        list(
            pool.map(
                lambda _: records.change("artifact_file_1", lambda a: {"access_count": a.access_count + 1}),
                range(12),
            )
        )
    assert records.load("artifact_file_1") == artifact(1, access_count=12)


def test_records_are_had_by_their_ids_or_all(records: ArtifactRecords) -> None:
    for number in (1, 2, 3):
        records.insert(artifact(number, f"session_{number}"))
    found = records.load_all(["artifact_file_1", "artifact_file_3", "artifact_file_1", "artifact_file_4"])
    assert sorted(found) == ["artifact_file_1", "artifact_file_3"]
    assert found["artifact_file_1"] == artifact(1)
    assert records.load_all([]) == {}
    assert sorted(each.artifact_id for each in records.every()) == [f"artifact_file_{n}" for n in (1, 2, 3)]


def test_a_deleted_record_is_gone(records: ArtifactRecords) -> None:
    records.insert(artifact(1))
    assert records.delete("artifact_file_1")
    assert not records.delete("artifact_file_1")
    assert records.load("artifact_file_1") is None
    assert records.of_session("session_1") == []


def test_a_record_of_an_earlier_release_has_one_version(tmp_path: Path) -> None:
    database = Database(tmp_path / "dataops.db")
    old = artifact(1).model_dump_json(
        exclude={"version", "versions", "child_artifacts", "owner", "shared_as", "removed"}
    )
    records = SQLiteArtifactRecords(database)
    database.write("INSERT INTO artifacts VALUES ('artifact_file_1', 's', 'w', 't', ?)", (old,))
    found = records.load("artifact_file_1")
    assert found == artifact(1)
    assert [each.key for each in found.versions] == ["artifacts/1"]
    database.close()


def test_an_item_has_the_attributes_that_others_read(aws: Settings) -> None:
    table = DynamoDB(REGION).table(aws.dataops_artifacts_table, "artifact_id")
    DynamoDBArtifactRecords(table).insert(artifact(1, **FULL))
    item = table.get("artifact_file_1")
    assert item is not None
    assert (item["s3_key"], item["artifact_type"], item["size_bytes"]) == ("artifacts/1", "result", 1)
    assert item["ttl"] == int((NOW + timedelta(days=30)).timestamp())
    assert [
        each["artifact_id"] for each in table.query("workflow_name", "jil_parser", index=BY_WORKFLOW)
    ] == ["artifact_file_1"]


def test_a_record_larger_than_an_item_is_told_in_a_sentence(aws: Settings) -> None:
    records = DynamoDBArtifactRecords(DynamoDB(REGION).table(aws.dataops_artifacts_table, "artifact_id"))
    with pytest.raises(StorageError, match="more versions or relations"):
        records.insert(artifact(1, parent_artifacts=["artifact_file_0123456789abcdef"] * 20_000))
