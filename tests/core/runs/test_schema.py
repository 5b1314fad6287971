import sqlite3

from tests.core.runs.runs import MINE, THREAD, Runs
from tests.house import inbound


def look_for_work(runs: Runs) -> None:
    """Everything that a process does again and again while it waits."""
    store = runs.store
    store.claim(MINE)
    store.claim(MINE, str(THREAD))
    store.heartbeat(MINE, ["run_0"])
    store.cancelled(MINE)
    store.queued(MINE, anybodys=True)
    store.unfinished()
    runs.history.latest_unfinished(THREAD, besides="run_0")
    runs.questions.open_in(THREAD)


def plan(connection: sqlite3.Connection, statement: str) -> list[str]:
    return [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]


def test_looking_for_work_reads_no_finished_run(runs: Runs) -> None:
    statements: list[str] = []
    with runs.database.transaction() as connection:
        pass  # the one connection of the process
    connection.set_trace_callback(statements.append)
    look_for_work(runs)
    connection.set_trace_callback(None)
    asked = [each for each in statements if each.split()[0] in ("SELECT", "UPDATE")]
    assert len(asked) >= 8
    for statement in asked:
        assert not [
            step
            for step in plan(connection, statement)
            if step.startswith("SCAN") and "json_each" not in step
        ], statement


def test_a_persons_runs_are_found_without_reading_all(runs: Runs) -> None:
    statements: list[str] = []
    with runs.database.transaction() as connection:
        pass  # the one connection of the process
    connection.set_trace_callback(statements.append)
    runs.history.runs_of(inbound("x").actor, 10, with_files=True)
    connection.set_trace_callback(None)
    (asked,) = [each for each in statements if each.startswith("SELECT")]
    (step,) = plan(connection, asked)
    assert "runs_by_person" in step
