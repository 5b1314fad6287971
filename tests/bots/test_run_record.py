"""Each run's who, where, what, how long and what came of it, without a word of what was said."""

from pathlib import Path

from core.execution_record import ExecutionRecord
from core.runs.run import Run
from tests.house import CHANNEL, House, open_house
from tests.sample_workflows import asking, write_counter, write_greeter


def record(house: House, run: Run) -> ExecutionRecord:
    found = house.service.stores.executions.get(run.run_id)
    assert found is not None
    return found


async def test_a_run_is_on_record_with_what_came_of_it(tmp_path: Path) -> None:
    write_counter(tmp_path / "workflows")
    listing = tmp_path / "secret-name.lst"
    listing.write_text("a\nb\n")
    async with open_house(tmp_path) as house:
        run = await house.ask("count the lines of this listing", files=(listing,), user="developer")
        found = record(house, run)
        assert (found.user_id, found.channel) == ("console:local:developer", str(CHANNEL))
        assert (found.workflow_name, found.workflow_version, found.outcome) == (
            "line_counter",
            "1.0.0",
            "answered",
        )
        assert (found.thread, len(found.artifacts)) == (str(run.thread), 1)
        assert found.ended_at is not None
        assert 0 < found.worked_seconds < 60
        assert "secret-name" not in found.model_dump_json()
        assert house.service.stores.users.get("console:local:developer") is not None


async def test_a_failure_has_its_reference_and_a_waiting_run_no_end(tmp_path: Path) -> None:
    write_greeter(tmp_path / "workflows", body="raise RuntimeError('no')", name="breaker")
    write_greeter(tmp_path / "workflows", body=asking(), name="greeter")
    async with open_house(tmp_path) as house:
        failed = record(house, await house.ask("/dataops breaker"))
        assert (failed.outcome, failed.error_reference) == ("failed", failed.run_id)
        waiting = record(house, await house.ask("/dataops greeter"))
        assert (waiting.outcome, waiting.ended_at) == ("waiting", None)


async def test_who_is_refused_leaves_no_record(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        run = await house.ask("hello", user="stranger")
        assert house.service.stores.executions.get(run.run_id) is None
        assert house.service.stores.users.get("console:local:stranger") is None
