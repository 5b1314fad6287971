from pathlib import Path

from core.chat.card import Step
from core.runs.step_records import MOST, StepRecords
from core.storage.database import Database

READ = Step(title="Read", state="done", seconds=1.5, detail="half \u202e\ud800")
DRAW = Step(title="Draw", state="failed")


def test_steps_of_one_turn_after_another_are_kept_in_order(tmp_path: Path) -> None:
    records = StepRecords(Database(tmp_path / "dataops.db"))
    assert records.load("run_1") == []
    assert records.add("run_1", [READ]) == [READ]
    assert records.add("run_1", []) == [READ]
    assert records.add("run_1", [DRAW]) == [READ, DRAW]
    assert StepRecords(Database(tmp_path / "dataops.db")).load("run_1") == [READ, DRAW]
    assert records.load("run_2") == []


def test_a_run_that_turns_in_circles_does_not_fill_the_disk(tmp_path: Path) -> None:
    records = StepRecords(Database(tmp_path / "dataops.db"))
    assert len(records.add("run_1", [READ] * (MOST + 1))) == MOST
