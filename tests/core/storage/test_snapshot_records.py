"""What every store of snapshot records does."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from core.contexts.snapshot import SnapshotRecord
from core.settings import Settings
from core.storage.database import Database
from core.storage.dynamodb_snapshots import DynamoDBSnapshots
from core.storage.dynamodb_table import DynamoDB
from core.storage.snapshot_records import SnapshotRecords
from core.storage.sqlite_snapshots import SQLiteSnapshots
from tests.servers import REGION

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "dynamodb"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SnapshotRecords]:
    if request.param == "sqlite":
        database = Database(tmp_path / "dataops.db")
        yield SQLiteSnapshots(database)
        database.close()
    else:
        settings: Settings = request.getfixturevalue("aws")
        yield DynamoDBSnapshots(DynamoDB(REGION).table(settings.dataops_contexts_table, "snapshot_id"))


def record(hours: float, session_id: str = "session_1") -> SnapshotRecord:
    return SnapshotRecord(
        session_id=session_id,
        created_at=NOON + timedelta(hours=hours),
        label="vor dem Umzug ü",
        created_by="console:t:ana",
        compressed=True,
        original_size=9,
        compressed_size=5,
    )


def test_a_record_is_kept_whole_and_replaced(records: SnapshotRecords) -> None:
    first = record(0)
    records.save(first)
    assert records.get(first.snapshot_id) == first
    again = first.model_copy(update={"label": "other"})
    records.save(again)
    assert records.get(first.snapshot_id) == again
    assert records.get("snapshot_0") is None


def test_a_sessions_records_are_listed_newest_first_whatever_their_zone(records: SnapshotRecords) -> None:
    east = record(1.5).model_copy(
        update={"created_at": (NOON + timedelta(hours=1.5)).astimezone(timezone(timedelta(hours=9)))}
    )
    kept = [record(0), record(1), east, record(2.000001)]
    for each in [*reversed(kept), record(3, "session_2")]:
        records.save(each)
    assert [each.snapshot_id for each in records.of_session("session_1")] == [
        each.snapshot_id for each in reversed(kept)
    ]
    assert records.of_session("session_3") == []


def test_old_records_of_all_sessions_are_found(records: SnapshotRecords) -> None:
    old = [record(-2), record(-1, "session_2")]
    for each in [*old, record(0)]:
        records.save(each)
    assert {each.snapshot_id for each in records.before(NOON)} == {each.snapshot_id for each in old}


def test_deleting_counts_what_there_was(records: SnapshotRecords) -> None:
    kept = [record(0), record(1), record(2)]
    for each in kept:
        records.save(each)
    assert records.delete([kept[0].snapshot_id, kept[1].snapshot_id, "snapshot_0"]) == 2
    assert records.of_session("session_1") == kept[2:]
    assert records.delete([]) == 0
