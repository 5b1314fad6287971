"""Logs are one event a line and never break what they tell about."""

import io
import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from core.telemetry import OLD_LOGS, configure_logging, log_file

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
    assert "ValueError" in stream.getvalue()
    assert "test_telemetry.py" in stream.getvalue()
    assert "exc_info" not in stream.getvalue()
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
    written = (tmp_path / "dataops.log").read_text(encoding="utf-8")
    assert "ValueError" in written
    assert "from a file" not in written


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
    assert "RuntimeError" in stream.getvalue()
    assert password not in stream.getvalue()


def test_where_nothing_can_be_written_anywhere_nobody_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.StringIO):
        def write(self, _: str, /) -> int:
            raise OSError(28, "No space left on device")

    (tmp_path / "dataops.log").symlink_to("/dev/full")
    monkeypatch.setattr("sys.stderr", Full())
    with log_file(tmp_path) as log:
        assert log.write("an event\n") == 0


def names(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir())


def test_a_full_log_is_put_aside_and_the_oldest_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.telemetry.LARGEST", 10)
    with log_file(tmp_path) as log:
        for number in range(len(OLD_LOGS) + 3):
            log.write(f"event {number:06}\n")
    kept = ["dataops.log", *OLD_LOGS]
    assert names(tmp_path) == kept
    assert [(tmp_path / name).read_text() for name in kept] == [
        f"event {number:06}\n" for number in reversed(range(2, len(OLD_LOGS) + 3))
    ]


def test_processes_that_share_a_log_go_on_in_the_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.telemetry.LARGEST", 10)
    with log_file(tmp_path) as one, log_file(tmp_path) as other:
        one.write("the first event\n")
        other.write("the second\n")
        one.write("third\n")
    written = "".join((tmp_path / name).read_text() for name in reversed(names(tmp_path)))
    assert written == "the first event\nthe second\nthird\n"


def test_where_nothing_can_be_put_aside_the_log_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.telemetry.LARGEST", 10)

    def refused(*_: object) -> Path:
        raise PermissionError(13, "Permission denied")

    with log_file(tmp_path) as log:
        log.write("the first event\n")
        with monkeypatch.context() as patched:
            patched.setattr(Path, "replace", refused)
            log.write("the second\n")
        log.write("the third\n")
    assert (tmp_path / "dataops.log.1").read_text() == "the first event\nthe second\n"
    assert (tmp_path / "dataops.log").read_text() == "the third\n"


def test_only_its_owner_reads_the_log(tmp_path: Path) -> None:
    (tmp_path / "dataops.log").write_text("of an earlier release\n")
    (tmp_path / "dataops.log").chmod(0o644)
    for home in (tmp_path, tmp_path / "new"):
        with log_file(home) as log:
            log.write("event\n")
        assert stat.S_IMODE((home / "dataops.log").stat().st_mode) == 0o600
