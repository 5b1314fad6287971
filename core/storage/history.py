"""What was run: kept, listed and counted."""

import math
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import median

from pydantic import BaseModel, ConfigDict

from core.execution_record import FAILED, ExecutionRecord
from core.storage.execution_records import ExecutionRecords


class WorkflowStatistics(BaseModel):
    """The runs of a workflow. Seconds are of the runs that are over, as worked; None if there is none."""

    model_config = ConfigDict(frozen=True)

    runs: int
    failures: int
    median_seconds: float | None
    p95_seconds: float | None


class ExecutionHistoryManager:
    """Blocking calls. It checks no rights: who calls decides what may be shown to whom."""

    def __init__(self, records: ExecutionRecords) -> None:
        self._records = records

    def record(self, execution: ExecutionRecord) -> ExecutionRecord:
        """Keep the state of a run unless a later one is known; the one that is kept."""
        return self._records.save(execution)

    def get_execution(self, run_id: str) -> ExecutionRecord | None:
        """One run, if it is known."""
        return self._records.get(run_id)

    def list_executions(
        self,
        *,
        user_id: str | None = None,
        workflow_name: str | None = None,
        outcome: str | None = None,
        since: datetime | None = None,
        limit: int = 50,
    ) -> list[ExecutionRecord]:
        """The latest runs that agree with all that is given, newest first. ``since`` has a time zone."""
        since = since or datetime.fromtimestamp(0, UTC)
        found = (
            each
            for each in self._candidates(user_id, workflow_name, since)
            if user_id in (None, each.user_id)
            and workflow_name in (None, each.workflow_name)
            and outcome in (None, each.outcome)
            and each.started_at >= since
        )
        return list(found)[: max(0, limit)]

    def statistics(self, since: datetime, until: datetime | None = None) -> dict[str, WorkflowStatistics]:
        """By workflow, of the runs started from ``since`` to before ``until``; those of none are left out."""
        by_workflow = defaultdict[str, list[ExecutionRecord]](list)
        for each in self._records.since(since):
            if each.workflow_name and (until is None or each.started_at < until):
                by_workflow[each.workflow_name].append(each)
        return {name: _statistics(runs) for name, runs in sorted(by_workflow.items())}

    def _candidates(
        self, user_id: str | None, workflow_name: str | None, since: datetime
    ) -> list[ExecutionRecord]:
        """The runs by the index that serves; of a person all, since other filters come after it."""
        if user_id is not None:
            return self._records.of_user(user_id)
        if workflow_name is not None:
            return self._records.of_workflow(workflow_name, since)
        return self._records.since(since)


def _statistics(runs: Sequence[ExecutionRecord]) -> WorkflowStatistics:
    seconds = sorted(each.worked_seconds for each in runs if each.ended_at is not None)
    return WorkflowStatistics(
        runs=len(runs),
        failures=sum(each.outcome == FAILED for each in runs),
        median_seconds=median(seconds) if seconds else None,
        p95_seconds=seconds[math.ceil(0.95 * len(seconds)) - 1] if seconds else None,
    )
