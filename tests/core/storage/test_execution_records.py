"""What every store of execution records does."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from core.execution_record import ExecutionRecord
from core.settings import Settings
from core.storage.database import Database
from core.storage.dynamodb_executions import DynamoDBExecutions
from core.storage.dynamodb_table import DynamoDB
from core.storage.execution_records import ExecutionRecords
from core.storage.sqlite_executions import SQLiteExecutions
from tests.servers import REGION

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "dynamodb"])
def records(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ExecutionRecords]:
    if request.param == "sqlite":
        database = Database(tmp_path / "dataops.db")
        yield SQLiteExecutions(database)
        database.close()
    else:
        settings: Settings = request.getfixturevalue("aws")
        yield DynamoDBExecutions(DynamoDB(REGION).table(settings.dataops_executions_table, "run_id"))


def run(number: int, **fields: Any) -> ExecutionRecord:
    given: dict[str, Any] = {
        "run_id": f"run_{number}",
        "user_id": "console:t:ana",
        "workflow_name": "partition_skew",
        "started_at": NOON + timedelta(minutes=number),
        "updated_at": NOON,
    }
    return ExecutionRecord(**given | fields)


def test_a_record_is_kept_whole(records: ExecutionRecords) -> None:
    whole = run(
        1,
        session_id="session_1",
        thread="console:t:c:1",
        channel="console:t:c",
        workflow_version="1.2.0",
        ended_at=NOON + timedelta(minutes=3),
        worked_seconds=4.25,
        outcome="answered",
        attempt=2,
        artifacts=["artifact_table_0123456789abcdef"],
        error_reference="E-1",
    )
    assert records.save(whole) == whole
    assert records.get("run_1") == whole
    assert records.get("run_2") is None


def test_a_later_state_wins_in_whatever_order_states_arrive(records: ExecutionRecords) -> None:
    waits = run(1, outcome="waiting", updated_at=NOON + timedelta(hours=1))
    ended = run(1, attempt=2, outcome="answered", ended_at=NOON, updated_at=NOON + timedelta(hours=2))
    late = run(1, attempt=2, updated_at=NOON + timedelta(hours=3))
    for number, order in enumerate(permutations([waits, late, ended])):
        states = [each.model_copy(update={"run_id": f"run_{number}"}) for each in order]
        for state in states:
            records.save(state)
        kept = records.get(f"run_{number}")
        assert kept is not None
        assert (kept.outcome, kept.attempt, kept.ended_at) == ("answered", 2, NOON)


def test_states_saved_at_once_leave_the_latest(records: ExecutionRecords) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda attempt: records.save(run(1, attempt=attempt)), (3, 1, 4, 2)))
    kept = records.get("run_1")
    assert kept is not None
    assert kept.attempt == 4


def test_runs_are_listed_newest_first(records: ExecutionRecords) -> None:
    for number in (2, 1, 3):
        records.save(run(number))
    records.save(run(4, user_id="console:t:ben", workflow_name=None))
    assert [each.run_id for each in records.of_user("console:t:ana")] == ["run_3", "run_2", "run_1"]
    assert [each.run_id for each in records.of_user("console:t:ana", 2)] == ["run_3", "run_2"]
    assert records.of_user("console:t:ana", 0) == []
    late = NOON + timedelta(minutes=2)
    assert [each.run_id for each in records.of_workflow("partition_skew", late)] == ["run_3", "run_2"]
    assert [each.run_id for each in records.since(late)] == ["run_4", "run_3", "run_2"]


def test_a_persons_runs_are_forgotten_and_counted(records: ExecutionRecords) -> None:
    for number in (1, 2):
        records.save(run(number))
    records.save(run(3, user_id="console:t:ben"))
    assert records.forget_person("console:t:ana") == 2
    assert records.forget_person("console:t:ana") == 0
    assert [each.run_id for each in records.since(NOON)] == ["run_3"]


def test_named_and_old_runs_are_deleted_and_counted(records: ExecutionRecords) -> None:
    for number in range(4):
        records.save(run(number))
    assert records.forget_runs(["run_3", "run_9"]) == 1
    assert records.delete_before(NOON + timedelta(minutes=2)) == 2
    assert [each.run_id for each in records.since(NOON)] == ["run_2"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"user_id": ""},
        {"started_at": datetime(2026, 3, 1)},  # noqa: DTZ001 - a moment without a zone is what is refused
        {"worked_seconds": float("nan")},
        {"outcome": "Something that somebody said"},
    ],
)
def test_what_is_no_record_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        run(1, **wrong)
