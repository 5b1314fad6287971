"""Logs are one event a line and never break what they tell about."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from core.telemetry import configure_logging, log_file

Form = Literal["json", "text"]


@pytest.fixture(autouse=True)
def _afterwards() -> Iterator[None]:
    """Logging as it was."""
    yield
    structlog.reset_defaults()


def test_an_event_is_one_json_object_with_level_time_and_context() -> None:
    stream = io.StringIO()
    configure_logging("INFO", "json", stream)
    with structlog.contextvars.bound_contextvars(run_id="run_1"):
        structlog.get_logger().info("run_started", attempt=1)
    event = json.loads(stream.getvalue())
    assert event.pop("timestamp").endswith("Z")
    assert event == {"event": "run_started", "level": "info", "run_id": "run_1", "attempt": 1}


def test_events_below_the_level_are_not_written() -> None:
    stream = io.StringIO()
    configure_logging("WARNING", "json", stream)
    structlog.get_logger().info("quiet")
    structlog.get_logger().warning("loud")
    assert [json.loads(line)["event"] for line in stream.getvalue().splitlines()] == ["loud"]


@pytest.mark.parametrize("form", ["json", "text"])
def test_an_exception_comes_with_its_trace(form: Form) -> None:
    stream = io.StringIO()
    configure_logging("INFO", form, stream)
    try:
        int("broken")
    except ValueError:
        structlog.get_logger().warning("failed", exc_info=True)
    assert "ValueError: invalid literal" in stream.getvalue()
    assert (stream.getvalue().count("\n") == 1) == (form == "json")


@pytest.mark.parametrize("form", ["json", "text"])
@given(value=st.text() | st.text(alphabet="\n\r\x1b\ud800\u2028"))
def test_no_value_breaks_the_log_or_forges_a_line(
    tmp_path_factory: pytest.TempPathFactory, form: Form, value: str
) -> None:
    home = tmp_path_factory.getbasetemp() / f"log_{form}"
    (home / "dataops.log").unlink(missing_ok=True)
    with log_file(home) as stream:
        configure_logging("INFO", form, stream)
        structlog.get_logger().info("event", value=value)
    written = (home / "dataops.log").read_bytes()
    assert written.count(b"\n") == 1
    assert b"\x1b" not in written


@pytest.mark.parametrize("form", ["json", "text"])
def test_an_exception_of_any_text_is_written(tmp_path: Path, form: Form) -> None:
    with log_file(tmp_path) as stream:
        configure_logging("INFO", form, stream)
        try:
            int("\ud800")
        except ValueError as error:
            error.add_note("read \ud800 from a file")
            structlog.get_logger().warning("failed", exc_info=True)
    assert "ud800 from a file" in (tmp_path / "dataops.log").read_text(encoding="utf-8")


def test_the_log_file_is_extended(tmp_path: Path) -> None:
    for line in ("one\n", "two\n"):
        with log_file(tmp_path / "new") as stream:
            stream.write(line)
    assert (tmp_path / "new" / "dataops.log").read_text(encoding="utf-8") == "one\ntwo\n"


def test_a_log_on_a_full_disk_fails_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "dataops.log").symlink_to("/dev/full")
    with log_file(tmp_path) as log:
        log.write('{"event": "x"}\n')
    assert '{"event": "x"}' in capsys.readouterr().err


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_traceback_shows_no_local_variable(form: Form) -> None:
    stream = io.StringIO()
    configure_logging("INFO", form, stream)
    password = "hunter " + form
    try:
        int(password)
    except ValueError as error:
        structlog.get_logger().error(
            "failed", exc_info=RuntimeError("told").with_traceback(error.__traceback__)
        )
    assert "told" in stream.getvalue()
    assert password not in stream.getvalue()
