"""Execution records in DynamoDB."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice, takewhile

from core.execution_record import ExecutionRecord
from core.storage.dynamodb_table import DynamoDBTable, Item
from core.storage.tables import BY_USER, BY_WORKFLOW
from core.storage.timestamps import as_text


class DynamoDBExecutions:
    """Keeps the protocol of ``ExecutionRecords``; the table's key is ``run_id``.

    What has no index (all runs since a moment, forgetting, deleting old ones) reads the whole table.
    """

    def __init__(self, table: DynamoDBTable) -> None:
        self._table = table

    def save(self, execution: ExecutionRecord) -> ExecutionRecord:
        """Keep the record unless a later state of its run is known; the one that is kept."""
        item = _item(execution)
        while not self._table.insert(item):
            kept = self._table.change(
                lambda known: item if execution.follows(_execution(known)) else known, execution.run_id
            )
            if kept is not None:
                return _execution(kept)
        return execution

    def get(self, run_id: str) -> ExecutionRecord | None:
        """One record, if it exists."""
        item = self._table.get(run_id)
        return _execution(item) if item else None

    def of_user(self, user_id: str, limit: int | None = None) -> list[ExecutionRecord]:
        """The latest runs of a person, newest first; the index may lag by a second."""
        found = self._table.query("user_id", user_id, index=BY_USER, newest_first=True, limit=limit or 0)
        return [_execution(item) for item in islice(found, limit)]

    def of_workflow(self, workflow_name: str, since: datetime) -> list[ExecutionRecord]:
        """The runs of a workflow from a moment on, newest first; the index may lag by a second."""
        found = self._table.query("workflow_name", workflow_name, index=BY_WORKFLOW, newest_first=True)
        limit = as_text(since)
        return [_execution(item) for item in takewhile(lambda each: each["created_at"] >= limit, found)]

    def since(self, moment: datetime) -> list[ExecutionRecord]:
        """All runs from a moment on, newest first."""
        limit = as_text(moment)
        found = [_execution(item) for item in self._table.scan() if item["created_at"] >= limit]
        return sorted(found, key=lambda each: each.started_at, reverse=True)

    def forget_person(self, user_id: str) -> int:
        """Remove every run of a person, also those that the index does not know yet; how many there were."""
        return self.forget_runs([item["run_id"] for item in self._table.scan() if item["user_id"] == user_id])

    def forget_runs(self, run_ids: Iterable[str]) -> int:
        """Remove these runs; how many there were."""
        return sum(map(self._table.delete, run_ids))

    def delete_before(self, moment: datetime) -> int:
        """Remove the runs that were started before; how many there were."""
        limit = as_text(moment)
        return self.forget_runs([item["run_id"] for item in self._table.scan() if item["created_at"] < limit])


def _item(execution: ExecutionRecord) -> Item:
    return {
        "run_id": execution.run_id,
        "user_id": execution.user_id,
        "workflow_name": execution.workflow_name,
        "created_at": as_text(execution.started_at),
        "record": execution.model_dump_json(),
    }


def _execution(item: Item) -> ExecutionRecord:
    return ExecutionRecord.model_validate_json(item["record"])
