"""Whenever a process dies, its successor finishes the run and the answer appears once."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from core.storage.database import Database
from tests.e2e.crashing import answer_once, recover, run_in_process
from tests.house import inbound
from tests.sample_workflows import write_counter

pytestmark = pytest.mark.faults

POINTS = 20
SLICES = 6
"""The steps are split over as many tests, so that they can run side by side."""


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[Path]:
    """Fresh folders with the workflow and its input."""

    def fresh() -> Iterator[Path]:
        for number in range(1000):
            folder = tmp_path / str(number)
            write_counter(folder / "workflows")
            (folder / "day.lst").write_text("a\nb\nc\n")
            yield folder

    return fresh()


def message_for(folder: Path) -> str:
    return inbound("/dataops line-counter", files=(folder / "day.lst",), act="act-1").model_dump_json()


def test_without_a_crash_there_is_one_answer(folders: Iterator[Path]) -> None:
    folder = next(folders)
    assert run_in_process(answer_once, folder, message_for(folder), None, None) == 0
    assert_answered_once(folder)


@pytest.mark.parametrize("part", range(SLICES))
def test_a_crash_before_any_durable_step_costs_nothing(folders: Iterator[Path], part: int) -> None:
    folder = next(folders)
    run_in_process(answer_once, folder, message_for(folder), None, None)
    steps = int((folder / "steps").read_text())
    assert steps > 20
    for step in range(1 + part, steps + 1, SLICES):
        folder = next(folders)
        # heartbeats come and go with time, so that the last step of one process may be missing in another
        assert run_in_process(answer_once, folder, message_for(folder), step, None) in (-9, 0), step
        assert run_in_process(recover, folder, message_for(folder)) == 0, step
        assert_answered_once(folder)


@pytest.mark.parametrize("part", range(4))
def test_a_crash_at_a_random_moment_costs_nothing(folders: Iterator[Path], part: int) -> None:
    moments = random.Random(20261121 + part)
    for _ in range(POINTS // 4):
        folder = next(folders)
        run_in_process(answer_once, folder, message_for(folder), None, moments.uniform(0.01, 0.3))
        assert run_in_process(recover, folder, message_for(folder)) == 0
        assert_answered_once(folder)


def test_a_second_crash_during_recovery_costs_nothing(folders: Iterator[Path]) -> None:
    folder = next(folders)
    run_in_process(answer_once, folder, message_for(folder), 18, None)
    run_in_process(answer_once, folder, message_for(folder), 9, None)
    assert run_in_process(recover, folder, message_for(folder)) == 0
    assert_answered_once(folder)


def assert_answered_once(folder: Path) -> None:
    """One thread with one sign of life and one answer; one result; one exchange in the session."""
    transcripts = list((folder / "home" / "console").glob("*.jsonl"))
    assert len(transcripts) == 1, [unquote(path.name) for path in transcripts]
    keys = [_key(line) for line in transcripts[0].read_bytes().split(b"\n")[:-1]]
    names = sorted(key.partition(":")[2] for key in keys if key)
    assert names == ["answer", "progress"]
    database = Database(folder / "home" / "dataops.db")
    assert [row["state"] for row in database.read("SELECT state FROM runs")] == ["answered"]
    said = database.read("SELECT record FROM session_messages ORDER BY position")
    roles = [json.loads(row["record"])["role"] for row in said]
    assert roles == ["user", "assistant"]
    results = database.read("SELECT record FROM artifacts WHERE workflow_name = 'line_counter'")
    assert [json.loads(row["record"])["name"] for row in results] == ["count.txt"]
    assert (folder / "out" / "count.txt").read_text() == "3\n"
    database.close()


def _key(line: bytes) -> str:
    """The key of a post; a line that a crash cut short has none."""
    try:
        return str(json.loads(line)["key"])
    except ValueError:
        return ""
