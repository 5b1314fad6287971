"""What is known about snapshots of contexts, by id and by session."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Protocol

from core.contexts.snapshot import SnapshotRecord


class SnapshotRecords(Protocol):
    """Records of snapshots. Blocking calls; raises StorageError."""

    def owner(self, proposed: str) -> str:
        """The id of the deployment that these records are of: the proposed one if there was none."""
        ...

    def save(self, record: SnapshotRecord) -> None:
        """Insert or replace."""
        ...

    def get(self, snapshot_id: str) -> SnapshotRecord | None:
        """One record, if it exists."""
        ...

    def of_session(self, session_id: str) -> list[SnapshotRecord]:
        """A session's records, newest first; one of the last second may be missing."""
        ...

    def before(self, moment: datetime) -> list[SnapshotRecord]:
        """The records that are older than this, of all sessions, in no order."""
        ...

    def existing(self, snapshot_ids: Collection[str]) -> set[str]:
        """Those of the ids that there are, those too that were saved a moment ago."""
        ...

    def delete(self, snapshot_ids: Iterable[str]) -> int:
        """Remove these for good; how many there were."""
        ...
