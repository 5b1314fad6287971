"""A log says what failed and where, and never what somebody wrote."""

import io
import json
import sqlite3
from collections.abc import Callable, Iterator

import pytest
import structlog
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from core.errors import UserFacingError
from core.logged_errors import DEEP, LATEST, kind_of, place_of, trace_of
from core.telemetry import configure_logging

SECRET = "PAYROLL_4711"


@pytest.fixture(autouse=True)
def _afterwards() -> Iterator[None]:
    """Logging as it was."""
    yield
    structlog.reset_defaults()


def raised(error: Exception, cause: Exception | None = None) -> Exception:
    try:
        raise error from cause  # noqa: TRY301 - a trace is wanted
    except Exception as caught:  # noqa: BLE001 - whatever it is
        return caught


def full() -> Exception:
    return raised(OSError(28, SECRET, SECRET))


def locked() -> BaseException:
    error = sqlite3.OperationalError(SECRET)
    error.sqlite_errorname = "SQLITE_BUSY"
    return error


def throttled() -> BaseException:
    response = {"Error": {"Code": "ThrottlingException", "Message": SECRET}}
    error: BaseException = ClientError(response, "GetItem")
    return error


class Odd(Exception):  # noqa: N818 - a name for a test
    """Its code is a sentence, and asking for its status fails."""

    code = f"what about {SECRET}"

    @property
    def status(self) -> int:
        raise RuntimeError(SECRET)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (UserFacingError(f"{SECRET}.csv cannot be read."), "UserFacingError"),
        (full(), "OSError (28)"),
        (locked(), "OperationalError (SQLITE_BUSY)"),
        (throttled(), "ClientError (ThrottlingException)"),
        (Odd(SECRET), "Odd"),
    ],
)
def test_an_error_is_told_by_its_class_and_code(error: BaseException, kind: str) -> None:
    assert kind_of(error) == kind


def test_the_place_is_where_it_was_raised() -> None:
    assert place_of(raised(ValueError(SECRET))).startswith(__file__)
    assert place_of(ValueError(SECRET)) == ""


def with_notes() -> BaseException:
    error = raised(ValueError(SECRET))
    error.add_note(f"about {SECRET}")
    return error


def chained() -> BaseException:
    return raised(RuntimeError(SECRET), raised(KeyError(SECRET), raised(TypeError(SECRET))))


def grouped() -> BaseException:
    return raised(ExceptionGroup(SECRET, [raised(ValueError(SECRET)), ExceptionGroup(SECRET, [full()])]))


def circular() -> BaseException:
    one, two = raised(ValueError(SECRET)), raised(KeyError(SECRET))
    one.__cause__, two.__cause__ = two, one
    return one


def handled() -> BaseException:
    try:
        try:
            raise TypeError(SECRET)  # noqa: TRY301 - a trace is wanted
        except TypeError:
            raise KeyError(SECRET)  # noqa: B904 - its context is meant
    except KeyError as error:
        return error


@pytest.mark.parametrize(
    ("make", "classes"),
    [
        (with_notes, ["ValueError"]),
        (chained, ["TypeError", "KeyError", "RuntimeError"]),
        (grouped, ["ExceptionGroup", "ValueError", "ExceptionGroup", "OSError (28)"]),
        (circular, ["KeyError", "ValueError"]),
        (handled, ["TypeError", "KeyError"]),
    ],
)
@pytest.mark.parametrize("form", ["json", "text"])
def test_a_trace_has_classes_and_frames_and_no_text(
    form: str, make: Callable[[], BaseException], classes: list[str]
) -> None:
    stream = io.StringIO()
    configure_logging("INFO", form, stream)
    structlog.get_logger().error("failed", exc_info=make())
    assert SECRET not in stream.getvalue()
    if form == "json":
        (line,) = stream.getvalue().splitlines()
        lines = json.loads(line)["exception"].splitlines()
        assert [each for each in lines if each.partition(" ")[0] in " ".join(classes).split()] == classes
        assert __file__ in line


def test_what_is_being_handled_is_meant_by_true() -> None:
    stream = io.StringIO()
    configure_logging("INFO", "json", stream)
    try:
        int(SECRET)
    except ValueError:
        structlog.get_logger().exception("failed")
        structlog.get_logger().warning("failed", exc_info=True)
    structlog.get_logger().warning("well", exc_info=None)
    failed, again, well = map(json.loads, stream.getvalue().splitlines())
    assert failed["exception"] == again["exception"]
    assert "int(SECRET)" in failed["exception"]
    assert failed["exception"].endswith("ValueError")
    assert well.keys() == {"event", "level", "timestamp"}


def deep(levels: int) -> None:
    if levels == 0:
        raise RuntimeError(SECRET)
    deep(levels - 1)


def test_a_trace_stays_readable() -> None:
    with pytest.raises(RuntimeError) as caught:
        deep(500)
    assert len(trace_of(caught.value).splitlines()) == LATEST + 2
    error: Exception = ValueError(SECRET)
    for _ in range(500):
        error = raised(ValueError(SECRET), error)
    assert trace_of(error).count("Traceback") == DEEP


@given(st.text(min_size=6))
def test_no_text_comes_through(text: str) -> None:
    told = trace_of(raised(ValueError(f"<{text}>"), raised(KeyError(f"<{text}>"))))
    assert f"<{text}>" not in told
