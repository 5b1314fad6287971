"""What was run is listed and counted."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.execution_record import ExecutionRecord
from core.storage.database import Database
from core.storage.history import ExecutionHistoryManager, WorkflowStatistics
from core.storage.sqlite_executions import SQLiteExecutions

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def history(tmp_path: Path) -> Iterator[ExecutionHistoryManager]:
    database = Database(tmp_path / "dataops.db")
    yield ExecutionHistoryManager(SQLiteExecutions(database))
    database.close()


def record(history: ExecutionHistoryManager, minutes: int, **fields: Any) -> None:
    at = NOON + timedelta(minutes=minutes)
    given: dict[str, Any] = {"user_id": "ana", "workflow_name": "w", "ended_at": at, "outcome": "answered"}
    history.record(ExecutionRecord(run_id=f"run_{minutes}", started_at=at, **given | fields))


def test_runs_are_found_by_all_that_is_given(history: ExecutionHistoryManager) -> None:
    record(history, 1)
    record(history, 2, user_id="ben")
    record(history, 3, outcome="failed")
    record(history, 4, workflow_name="other")

    def listed(**filters: Any) -> list[str]:
        return [each.run_id for each in history.list_executions(**filters)]

    assert listed() == ["run_4", "run_3", "run_2", "run_1"]
    assert listed(limit=1) == ["run_4"]
    assert listed(user_id="ana", workflow_name="w") == ["run_3", "run_1"]
    assert listed(workflow_name="w", outcome="answered") == ["run_2", "run_1"]
    assert listed(user_id="ana", since=NOON + timedelta(minutes=4)) == ["run_4"]
    found = history.get_execution("run_2")
    assert found is not None
    assert found.user_id == "ben"


def test_runs_are_counted_by_workflow_over_a_period(history: ExecutionHistoryManager) -> None:
    for minutes in range(1, 21):
        record(history, minutes, worked_seconds=minutes, outcome="failed" if minutes < 3 else "answered")
    record(history, 30, workflow_name="other", ended_at=None, outcome="running")
    record(history, 31, workflow_name=None)
    record(history, 60)
    counted = history.statistics(NOON, NOON + timedelta(minutes=60))
    assert counted == {
        "other": WorkflowStatistics(runs=1, failures=0, median_seconds=None, p95_seconds=None),
        "w": WorkflowStatistics(runs=20, failures=2, median_seconds=10.5, p95_seconds=19),
    }
    assert history.statistics(NOON)["w"].runs == 21
