"""What people write, and how their files are called, is in no log; what an admin needs is."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog

from core.runs.run import RunState
from core.telemetry import configure_logging
from tests.house import open_house
from tests.sample_workflows import write_counter, write_greeter

SECRET = "PAYROLL_4711"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    configure_logging("DEBUG", "json", stream)
    yield stream
    structlog.reset_defaults()


def lines(log: io.StringIO, event: str) -> list[dict[str, Any]]:
    return [line for line in map(json.loads, log.getvalue().splitlines()) if line["event"] == event]


async def test_an_error_that_quotes_a_message_is_logged_without_it(tmp_path: Path, log: io.StringIO) -> None:
    write_greeter(tmp_path / "workflows", body="raise ValueError('bad table ' + state['input'])")
    async with open_house(tmp_path) as house:
        run = await house.ask(f"report partition skew of {SECRET}")
    assert run.state is RunState.FAILED
    (line,) = lines(log, "run_failed_unexpectedly")
    assert line["run_id"] == run.run_id
    assert "ValueError" in line["exception"]
    assert SECRET not in log.getvalue()


async def test_a_sentence_that_names_a_file_is_logged_by_its_class(tmp_path: Path, log: io.StringIO) -> None:
    write_counter(tmp_path / "workflows")
    listing = tmp_path / f"{SECRET}.csv"
    listing.write_text("")
    async with open_house(tmp_path) as house:
        run = await house.ask("count the lines of this", files=(listing,))
        assert run.state is RunState.FAILED
        assert SECRET in house.posts(run)[-1]
    (line,) = lines(log, "run_failed")
    assert line["reason"] == "UserFacingError"
    assert ".py:" in line["at"]
    assert SECRET not in log.getvalue()
