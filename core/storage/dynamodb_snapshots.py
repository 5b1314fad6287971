"""Snapshot records in DynamoDB."""

from collections.abc import Collection, Iterable
from datetime import datetime

from core.contexts.snapshot import SnapshotRecord
from core.storage.dynamodb_table import DynamoDBTable, Item
from core.storage.tables import BY_SESSION
from core.storage.timestamps import as_text


class DynamoDBSnapshots:
    """Keeps the protocol of ``SnapshotRecords``; the table's key is ``snapshot_id``."""

    def __init__(self, table: DynamoDBTable) -> None:
        self._table = table

    def owner(self, proposed: str) -> str:
        """The id of the deployment that the table is of: the proposed one if there was none."""
        return self._table.owner(proposed)

    def save(self, record: SnapshotRecord) -> None:
        """Insert or replace."""
        self._table.put(
            {
                "snapshot_id": record.snapshot_id,
                "session_id": record.session_id,
                "created_at": as_text(record.created_at),
                "record": record.model_dump_json(),
            }
        )

    def get(self, snapshot_id: str) -> SnapshotRecord | None:
        """One record, if it exists."""
        item = self._table.get(snapshot_id)
        return _record(item) if item else None

    def of_session(self, session_id: str) -> list[SnapshotRecord]:
        """A session's records, newest first; the index may lag by a second."""
        found = self._table.query("session_id", session_id, index=BY_SESSION, newest_first=True)
        return [_record(item) for item in found]

    def before(self, moment: datetime) -> list[SnapshotRecord]:
        """The records that are older than this, of all sessions; reads the whole table."""
        limit = as_text(moment)
        return [_record(item) for item in self._table.scan() if item["created_at"] < limit]

    def existing(self, snapshot_ids: Collection[str]) -> set[str]:
        """Those of the ids that there are, those too that were saved a moment ago."""
        return {item["snapshot_id"] for item in self._table.get_all(list(snapshot_ids))}

    def delete(self, snapshot_ids: Iterable[str]) -> int:
        """Remove these for good; how many there were."""
        return sum(self._table.delete(each) for each in snapshot_ids)


def _record(item: Item) -> SnapshotRecord:
    return SnapshotRecord.model_validate_json(item["record"])
